// ODK's own engine over the same form and answers (see forms_engine.py).
import { JSDOM } from 'jsdom';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

globalThis.__dirname = '.';
globalThis.require = createRequire(import.meta.url);
const { window } = new JSDOM('');
for (const name of ['DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'Text', 'Attr', 'XMLDocument', 'NodeFilter', 'Comment', 'XPathResult']) {
  if (window[name]) globalThis[name] = window[name];
}
globalThis.window = window;
globalThis.document = window.document;
const { loadForm } = await import('@getodk/xforms-engine');

const job = JSON.parse(readFileSync(0, 'utf8'));
const now = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1000; };
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const find = (node, ref) => {
  if (node.currentState.reference === ref) return node;
  for (const child of node.currentState.children ?? []) {
    const found = find(child, ref);
    if (found) return found;
  }
  return null;
};
const parse = [], fresh = [], answers = new Map();
let form;
for (let round = 0; round < job.rounds; round++) {
  const began = now();
  form = await loadForm(job.xml, {});
  parse.push(now() - began);
}
for (let round = 0; round < job.rounds; round++) {
  const began = now();
  const instance = form.createInstance();
  fresh.push(now() - began);
  for (const [ref, value] of job.answers) {
    const node = find(instance.root, ref);
    const start = now();
    node.nodeType === 'select' ? node.selectValue(value) : node.setValue(value);
    answers.set(ref, [...(answers.get(ref) ?? []), now() - start]);
  }
}
const each = [...answers.values()].map(median);
console.log(JSON.stringify({ parse: median(parse), new: median(fresh), 'answer, median': median(each), 'answer, longest': Math.max(...each) }));
