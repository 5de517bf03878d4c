// What a shared view may contain (docs/adr/0048). The recorder keeps nothing else, and the player builds nothing else.
//
// Events are arrays, whose first item is their kind:
//   ["page", width, height, x, y, node]     the whole page; without a node, it cannot be shown
//   ["changes", removed, texts, attributes, added]
//   ["scroll", id, x, y]                    id 0: the window
//   ["size", width, height]
//   ["pointer", x, y]  ["click", x, y]
//   ["filled", id, whether]
// A node is { i: id, t: text }, { i: id, b: [width, height] } for one whose content is withheld, or
// { i: id, n: tag, a: attributes, f: filled, c: children }.

/** Replaces a word, whatever its length. */
const MASK = '••••';

const TAGS = new Set(
  ('a abbr address article aside b blockquote body br button caption cite code dd details dialog div dl dt em fieldset ' +
    'figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr i input label legend li main meter nav ol optgroup option ' +
    'output p pre progress q s search section select small span strong sub summary sup table tbody td textarea tfoot th ' +
    'thead time tr u ul').split(' '),
);

/** Attributes without data of a person, and the only values that they may have. */
const ATTRIBUTES = {
  class: /^[\w\- ]{0,300}$/,
  type: /^(text|email|tel|date|month|number|search|radio|checkbox|button|submit|file)$/,
  'aria-current': /^(page|step|true)$/,
  'aria-invalid': /^true$/,
  role: /^(search|radiogroup)$/,
  open: /^$/,
  hidden: /^$/,
  disabled: /^$/,
  scope: /^(row|col)$/,
  colspan: /^\d{1,2}$/,
  rowspan: /^\d{1,2}$/,
  rows: /^\d{1,2}$/,
};

const isAllowed = (name, value) => Object.hasOwn(ATTRIBUTES, name) && typeof value === 'string' && ATTRIBUTES[name].test(value);
