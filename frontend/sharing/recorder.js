// Records the pages of a person who shares their view, and sends them masked. Loaded on no other page.

/** Content that is not sent, not even masked. */
const WITHHELD =
  '[data-withheld],input[type=password],input[type=hidden],svg,img,picture,canvas,video,audio,iframe,object,embed,math';

/** Elements of which nothing is sent. */
const DROPPED = new Set(['script', 'style', 'link', 'meta', 'title', 'head', 'base', 'noscript', 'template', 'leptos-island-data']);

/** Milliseconds between two requests: with something to send, and without. */
const BUSY = 250;
const IDLE = 1000;

/** Longest content of a request, below the limit of the server. */
const MAX_LENGTH = 900_000;

/** Most characters of a text that are sent. */
const MAX_TEXT = 2000;

const source = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const banner = () => document.getElementById('partage');
const address = banner()?.dataset.sharedView;

let queue = [];
let isWhole = false;
let stopRecording;
let said;

/** Whether the text of an element may be read: it is marked, or a page without data is. */
const isVisible = (element) => {
  if (!element || element.closest(WITHHELD) || element.closest('[data-masked],textarea,option,head,script,style,noscript')) return false;
  return element.hasAttribute('data-visible') || element.closest('[data-visible=tout]') !== null;
};

const mask = (text) => text.replace(/\S+/g, MASK);

/** The text of a node as it is sent. Decided on the node itself, whatever the library has masked before. */
const textOf = (id, recorded) => {
  const node = record.mirror.getNode(id);
  const text = (isVisible(node?.parentElement) ? node.textContent : mask(node?.textContent ?? recorded ?? '')) ?? '';
  return text.slice(0, MAX_TEXT);
};

const attributesOf = (recorded) => {
  const kept = {};
  for (const [name, value] of Object.entries(recorded)) {
    const text = value === true ? '' : value;
    if (isAllowed(name, text)) kept[name] = text;
    else if (value === null && Object.hasOwn(ATTRIBUTES, name)) kept[name] = null;
  }
  return kept;
};

const sizeOf = ({ rr_width, rr_height }) => [parseInt(rr_width, 10) || 0, parseInt(rr_height, 10) || 0];

const nodeOf = (recorded) => {
  const i = recorded.id;
  if (recorded.type === 3) return { i, t: textOf(i, recorded.textContent) };
  const n = recorded.type === 2 ? recorded.tagName.toLowerCase() : '';
  if (!n || DROPPED.has(n)) return null;
  const live = record.mirror.getNode(i);
  if (recorded.needBlock || (live instanceof Element && live.matches(WITHHELD))) {
    return live instanceof HTMLInputElement && live.type === 'hidden' ? null : { i, b: sizeOf(recorded.attributes) };
  }
  const node = { i, n: TAGS.has(n) ? n : 'div', a: attributesOf(recorded.attributes) };
  if (isFilled(live)) node.f = 1;
  const children = (recorded.childNodes ?? []).map(nodeOf).filter(Boolean);
  if (children.length) node.c = children;
  return node;
};

const isFilled = (field) =>
  (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && !/^(radio|checkbox|file)$/.test(field.type))) &&
  field.value !== '';

const bodyOf = (document) => {
  const html = document.childNodes.find((node) => node.tagName === 'html');
  return html?.childNodes.find((node) => node.tagName === 'body');
};

const changesOf = ({ removes, texts, attributes, adds }) => [
  'changes',
  removes.map(({ id }) => id),
  texts.map(({ id, value }) => [id, textOf(id, value)]),
  attributes.map(({ id, attributes }) => [id, attributesOf(attributes)]).filter(([, kept]) => Object.keys(kept).length),
  adds.map(({ parentId, nextId, node }) => [parentId, nextId ?? 0, nodeOf(node)]).filter(([, , node]) => node),
];

/** Returns what is sent of an event of the library: nothing of the kinds that are not listed. */
const eventOf = ({ type, data }) => {
  if (type === 2) {
    const { left, top } = data.initialOffset;
    isWhole = true;
    queue = [];
    const body = bodyOf(data.node);
    return ['page', innerWidth, innerHeight, left, top, body ? nodeOf(body) : null];
  }
  if (type !== 3) return null;
  switch (data.source) {
    case 0:
      return changesOf(data);
    case 1:
    case 6: {
      const last = data.positions.at(-1);
      return last ? ['pointer', last.x, last.y] : null;
    }
    case 2:
      return data.type === 2 ? ['click', data.x ?? 0, data.y ?? 0] : null;
    case 3:
      return ['scroll', record.mirror.getNode(data.id) === document ? 0 : data.id, data.x, data.y];
    case 4:
      return ['size', data.width, data.height];
    case 5:
      return ['filled', data.id, isFilled(record.mirror.getNode(data.id))];
    default:
      return null;
  }
};

const start = () => {
  stopRecording = record({
    emit: (event) => {
      const sent = eventOf(event);
      if (sent && !document.hidden) queue.push(sent);
    },
    blockSelector: WITHHELD,
    maskAllInputs: true,
    maskInputFn: (text) => (text ? MASK : ''),
    maskTextSelector: '*',
    maskTextFn: mask,
    inlineStylesheet: false,
    slimDOMOptions: 'all',
    sampling: { mousemove: 100, scroll: 150 },
  });
};

/** Removes and returns what waits to be sent, as text; a page that is too large is replaced by a sentence of the player. */
const takeContent = () => {
  const content = JSON.stringify(queue);
  queue = [];
  if (content.length <= MAX_LENGTH) return content;
  isWhole = true;
  return JSON.stringify([['page', innerWidth, innerHeight, 0, 0, null]]);
};

/** Shows a state in the banner; announces it to screen readers if it is new, not on every page. */
const say = (text) => {
  const line = banner()?.querySelector('[data-sharing-state]');
  if (!line || line.textContent === text) return;
  if (text !== said) line.setAttribute('role', 'status');
  said = text;
  line.textContent = text;
};

const finish = () => {
  stopRecording?.();
  stopRecording = undefined;
  say('Le partage de votre vue est terminé.');
  const form = banner()?.querySelector('form');
  if (form) form.hidden = true;
};

/** Sends what was recorded; returns the milliseconds until the next time, or nothing once the view has ended. */
const send = async () => {
  const content = takeContent();
  const query = new URLSearchParams({ source: document.hidden ? '' : source, complet: String(isWhole) });
  isWhole = false;
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${address}?${query}`, { method: 'POST', headers, body: content });
  if (response.status === 204) return undefined;
  if (!response.ok) return IDLE;
  const { conseiller, complet, autre } = await response.json();
  say(conseiller ? 'Un conseiller suit vos pages.' : 'Vous partagez votre vue\u00a0: le conseiller n’est pas là pour le moment.');
  if (conseiller && !document.hidden) {
    if (!stopRecording) start();
    else if (complet && (!autre || document.hasFocus())) record.takeFullSnapshot(true);
  }
  return queue.length ? BUSY : IDLE;
};

const run = async () => {
  const wait = await send().catch(() => IDLE);
  if (wait === undefined) finish();
  else setTimeout(run, wait);
};

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && stopRecording) record.takeFullSnapshot(true);
});

if (address) run();
