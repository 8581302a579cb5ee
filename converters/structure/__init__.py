"""From raw text to the tree of 编章节条款项目: lines, labels, layout, tree, oddities."""
