/** What people do to a file, each as a function from its text to `{ at, removed, text }` in UTF-16 offsets. */
export const EDITS = {
  'letter in a name': (text, pick) => insert(placeIn(text, /\bexample\b/g, pick) + 3, 'x'),
  'letter in a comment': (text, pick) => insert(placeIn(text, /# customer/g, pick) + 2, 'x'),
  'space between words': (text, pick) => insert(placeIn(text, / for (?:any|domain)/g, pick), ' '),
  'new line': (text, pick) => insert(placeIn(text, /\n/g, pick), '\n'),
  'new word in a rule': (text, pick) => insert(placeIn(text, /(?<=^match) /gm, pick), ' ta'),
  'a line taken out': (text, pick) => {
    const at = placeIn(text, /^match/gm, pick);
    return { at, removed: text.indexOf('\n', at) + 1 - at, text: '' };
  },
  'statements pasted': (text, pick) =>
    insert(
      placeIn(text, /^# customer/gm, pick),
      'table "pasted" { "a@example.com" = "u" }\naction "pasted" mbox virtual <pasted>\nmatch from any for domain "example.com" action "pasted"\n',
    ),
  'name of a table': (text, pick) => insert(placeIn(text, /(?<=^table "customer)/gm, pick), 'x'),
  'name of an action': (text, pick) => insert(placeIn(text, /(?<=^action "customer)/gm, pick), 'x'),
  'value of a macro': (text, pick) => insert(placeIn(text, /(?<=^host\d+ = "smtp\+tls:\/\/)out/gm, pick), 'x'),
  'value of the macro that all use': (text) => insert(text.indexOf('mx.example.org'), 'x'),
  'a quote opened': (text, pick) => insert(placeIn(text, /(?<=^match) /gm, pick), ' "'),
};

const insert = (at, text) => ({ at, removed: 0, text });

function placeIn(text, pattern, pick) {
  const places = [...text.matchAll(pattern)];
  return places[pick(places.length)].index;
}

/** The edit that takes another one back. */
export function inverse({ at, removed, text }, before) {
  return { at, removed: text.length, text: before.slice(at, at + removed) };
}

export function apply(before, { at, removed, text }) {
  return before.slice(0, at) + text + before.slice(at + removed);
}
