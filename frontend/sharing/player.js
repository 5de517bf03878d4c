// Shows a shared view, in a document without an origin that can load nothing and connect to nothing. It builds elements
// one by one from the lists of allowed.js: markup is never parsed.

const nodes = new Map();

const styles = new CSSStyleSheet();
styles.replaceSync(
  `*{pointer-events:none!important}html{scrollbar-width:none}body{cursor:default}
  .withheld{display:inline-block;box-sizing:border-box;max-width:100%;background:repeating-linear-gradient(135deg,#8884 0 6px,#8882 6px 12px);vertical-align:middle;overflow:hidden;font:600 1rem/1.5 system-ui,sans-serif;padding:0}
  .withheld--large{display:grid;place-content:center;width:100%!important}
  .trace{position:fixed;z-index:99;width:20px;height:20px;margin:-10px;border:3px solid #c2185b;border-radius:50%;background:#c2185b33}
  .trace--click{animation:click .6s}@keyframes click{from{transform:scale(2.2)}}`,
);
document.adoptedStyleSheets = [styles];

const trace = document.createElement('div');
trace.className = 'trace';
trace.hidden = true;

/** Size above which a withheld place says what it is. */
const LARGE = 150;

const withheld = ([width, height]) => {
  const place = document.createElement('div');
  const isLarge = width >= LARGE && height >= LARGE;
  place.className = isLarge ? 'withheld withheld--large' : 'withheld';
  place.style.width = `${Number(width) || 0}px`;
  place.style.height = `${Number(height) || 0}px`;
  if (isLarge) place.textContent = 'Contenu non partagé';
  return place;
};

const setAttributes = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null && Object.hasOwn(ATTRIBUTES, name)) element.removeAttribute(name);
    else if (isAllowed(name, value)) element.setAttribute(name, value);
  }
};

const build = (node) => {
  const built = create(node);
  nodes.set(node.i, built);
  return built;
};

const create = (node) => {
  if (typeof node.t === 'string') return document.createTextNode(node.t);
  if (Array.isArray(node.b)) return withheld(node.b);
  const element = document.createElement(TAGS.has(node.n) && node.n !== 'body' ? node.n : 'div');
  setAttributes(element, node.a ?? {});
  setFilled(element, Boolean(node.f));
  for (const child of node.c ?? []) element.append(build(child));
  return element;
};

const setFilled = (field, filled) => {
  if (field instanceof HTMLInputElement && /^(text|email|tel|search)$/.test(field.type)) field.value = filled ? MASK : '';
  else if (field instanceof HTMLTextAreaElement) field.value = filled ? MASK : '';
};

const showPage = (width, height, x, y, node) => {
  parent.postMessage(['size', width, height], '*');
  nodes.clear();
  const root = document.createElement('div');
  // An image of a page, with nothing to use: the labels that assistive technologies need are not relayed.
  root.inert = true;
  document.body.className = '';
  if (node) {
    setAttributes(document.body, node.a ?? {});
    root.append(...(node.c ?? []).map(build));
    nodes.set(node.i, root);
  } else {
    root.textContent = 'Cette page est trop longue pour être partagée.';
  }
  root.style.display = 'contents';
  document.body.replaceChildren(root, trace);
  scrollTo(x, y);
};

/** Adds nodes; one whose parent or neighbour comes later waits for it. */
const add = (added) => {
  let left = added;
  for (let tries = 0; left.length && tries < 20; tries += 1) {
    const before = left.length;
    left = left.filter(([parentId, nextId, node]) => {
      const [place, next] = [nodes.get(parentId), nodes.get(nextId)];
      if (!place || (nextId && !next && tries < 10)) return true;
      place.insertBefore(build(node), next?.parentNode === place ? next : null);
      return false;
    });
    if (left.length === before && tries >= 10) return;
  }
};

const change = (removed, texts, attributes, added) => {
  for (const id of removed) {
    nodes.get(id)?.remove();
    nodes.delete(id);
  }
  add(added);
  for (const [id, text] of texts) if (nodes.get(id) instanceof Text) nodes.get(id).data = text;
  for (const [id, kept] of attributes) if (nodes.get(id) instanceof Element) setAttributes(nodes.get(id), kept);
};

const scroll = (id, x, y) => {
  if (id === 0) scrollTo(x, y);
  else if (nodes.get(id) instanceof Element) nodes.get(id).scrollTo(x, y);
};

const point = (x, y, isClick) => {
  trace.hidden = false;
  trace.classList.toggle('trace--click', false);
  if (isClick) requestAnimationFrame(() => trace.classList.add('trace--click'));
  trace.style.left = `${Number(x) || 0}px`;
  trace.style.top = `${Number(y) || 0}px`;
};

const KINDS = {
  page: showPage,
  changes: change,
  scroll,
  size: (width, height) => parent.postMessage(['size', width, height], '*'),
  pointer: (x, y) => point(x, y, false),
  click: (x, y) => point(x, y, true),
  filled: (id, filled) => setFilled(nodes.get(id), Boolean(filled)),
  end: () => document.body.replaceChildren(),
};

addEventListener('message', ({ source, data }) => {
  if (source !== parent) return;
  if (data === 'hello') parent.postMessage('ready', '*');
  else if (Array.isArray(data)) {
    for (const [kind, ...details] of data) if (Object.hasOwn(KINDS, kind)) KINDS[kind](...details);
  }
});
document.body.replaceChildren();
parent.postMessage('ready', '*');
