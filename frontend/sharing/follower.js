// Passes a shared view from the server to the player, which is a document without an origin of its own.

/** Messages while the view runs. */
const STATES = {
  attendue: 'En attente de la personne\u00a0: elle n’a pas encore saisi le code.',
  presente: 'La personne partage sa vue.',
  silencieuse: 'Le navigateur de la personne ne répond pas pour le moment.',
};

/** Most room that the player takes, in pixels of the screen. */
const MAX_SIDE = 8000;

let frame;
let source;
let isReady = false;
let waiting = [];
let size;

const say = (text) => {
  const line = document.querySelector('[data-follow-state]');
  if (line && line.textContent !== text) line.textContent = text;
};

const show = (shown) => {
  const box = frame?.closest('[data-player]');
  if (box) box.hidden = !shown;
  fit();
};

const pass = (events) => {
  // The player has no origin to name. The frame shows this portal's player, which loads no other document.
  if (isReady) frame.contentWindow?.postMessage(events, '*');
  else waiting.push(events);
};

const close = () => {
  source?.close();
  source = undefined;
  frame = undefined;
};

const attach = (found) => {
  frame = found;
  isReady = false;
  waiting = [];
  frame.contentWindow?.postMessage('hello', '*');
  source = new EventSource(frame.dataset.source);
  source.addEventListener('etat', ({ data }) => {
    say(STATES[data] ?? '');
    if (data !== 'attendue') show(true);
  });
  source.addEventListener('vue', ({ data }) => pass(JSON.parse(data)));
  source.addEventListener('fin', ({ data }) => {
    source.close();
    show(false);
    pass([['end']]);
    say(data);
  });
  source.addEventListener('error', () => {
    if (source?.readyState === EventSource.CLOSED) say('La vue ne peut pas être suivie dans cette page. Rechargez-la.');
  });
};

/** Gives the frame the size of the person's window, reduced to the room that there is. */
const fit = () => {
  const box = frame?.closest('[data-player]');
  if (!box || !size) return;
  const [width, height] = size;
  const scale = Math.min(1, box.clientWidth / width || 1);
  frame.style.width = `${width}px`;
  frame.style.height = `${height}px`;
  frame.style.transform = `scale(${scale})`;
  box.style.height = `${Math.ceil(height * scale)}px`;
};

addEventListener('message', ({ source: sender, data }) => {
  if (!frame || sender !== frame.contentWindow) return;
  if (data === 'ready' && !isReady) {
    isReady = true;
    waiting.splice(0).forEach(pass);
  } else if (Array.isArray(data) && data[0] === 'size') {
    size = data.slice(1, 3).map((value) => Math.min(MAX_SIDE, Math.max(1, Number(value) || 1)));
    fit();
  }
});

addEventListener('resize', fit);

// The page may be left and opened again without a full load.
setInterval(() => {
  const found = document.querySelector('[data-player] iframe[data-source]');
  if (found === frame || (!found && !frame)) return;
  close();
  if (found) attach(found);
}, 500);
const first = document.querySelector('[data-player] iframe[data-source]');
if (first) attach(first);
