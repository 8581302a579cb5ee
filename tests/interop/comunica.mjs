// Asks a SPARQL endpoint through Comunica, which is told its address and nothing else.
//
// Takes on standard input: {"source": address, "queries": {name: query}}. Gives on standard output the
// answers as {name: text}, SPARQL JSON or N-Triples. FAGUI_NODE_MODULES names the folder node_modules.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const require = createRequire(resolve(process.env.FAGUI_NODE_MODULES ?? 'node_modules', 'index.js'));
const { QueryEngine } = require('@comunica/query-sparql');

const { source, queries } = JSON.parse(await text(process.stdin));
const engine = new QueryEngine();
const answers = {};
for (const [name, query] of Object.entries(queries)) {
  const result = await engine.query(query, { sources: [source] });
  const media = result.resultType === 'quads' ? 'application/n-triples' : 'application/sparql-results+json';
  const { data } = await engine.resultToString(result, media);
  answers[name] = await text(data);
}
process.stdout.write(JSON.stringify(answers));
