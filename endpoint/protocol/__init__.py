"""HTTP as pure functions: what a request asks, which format answers it, what an error looks like."""
