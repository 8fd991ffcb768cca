// Asks @getodk/xpath. Arguments: the folder whose node_modules holds it and jsdom. Standard input: a JSON object
// {xml, instances, zone, cases: [{context, expression, kind}], repeat}; the answers, or microseconds each, come out as JSON.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2];
const require = createRequire(`${folder}/package.json`);
const { JSDOM } = require('jsdom');
const asked = JSON.parse(readFileSync(0, 'utf8'));
const { window } = new JSDOM(asked.xml, { contentType: 'text/xml' });
for (const name of ['XPathResult', 'Node', 'Document', 'Element', 'XMLDocument', 'Attr', 'DOMParser', 'Text', 'Comment']) {
  globalThis[name] = window[name];
}
// the package is built for bundlers: its parser looks for the globals of CommonJS
Object.assign(globalThis, { __dirname: folder, require });
const { XFormsXPathEvaluator, DEFAULT_DOM_ADAPTER } = await import(
  pathToFileURL(`${folder}/node_modules/@getodk/xpath/dist/index.js`).href
);

const { document } = window;
globalThis.document = document;
const instances = new Map();
for (const found of document.querySelectorAll('[instance]')) instances.set(found.getAttribute('instance'), found);
const evaluator = new XFormsXPathEvaluator({
  domAdapter: DEFAULT_DOM_ADAPTER,
  rootNode: document,
  timeZoneId: asked.zone,
  secondaryInstancesById: instances,
  itextTranslationsByLanguage: new Map(),
});
const KINDS = { number: 1, string: 2, boolean: 3, nodes: 7 };
const nowhere = { lookupNamespaceURI: () => null };

function ask({ context, expression, kind }) {
  const node = context ? document.querySelector(context) : document;
  const found = evaluator.evaluate(expression, node, nowhere, KINDS[kind]);
  if (kind === 'number') return String(found.numberValue);
  if (kind === 'string') return found.stringValue;
  if (kind === 'boolean') return found.booleanValue;
  return Array.from({ length: found.snapshotLength }, (_, i) => found.snapshotItem(i).textContent);
}

const answers = asked.cases.map((one) => {
  try {
    if (!asked.repeat) return { value: ask(one) };
    for (let i = 0; i < asked.repeat / 5; i += 1) ask(one);
    const start = performance.now();
    for (let i = 0; i < asked.repeat; i += 1) ask(one);
    return { microseconds: ((performance.now() - start) * 1000) / asked.repeat };
  } catch (wrong) {
    return { error: String(wrong) };
  }
});
console.log(JSON.stringify(answers));
