// What somebody types stands on the disk of this point within a second: a power cut, a crash or another browser loses
// nothing. A form with data-draft names its kind; its hidden key is the id of the draft. A form that is a part of a draft
// (data-draft-part) hands in its own fields alone, and the station lays them over the rest.
const waitMs = 300;
const againMs = 2000;
// A press that nothing follows is pressed again.
const handInMs = 3000;
// Of two saves over two connections, or a save and the form itself, the older may come in last: the station looks at the
// turn.
const page = [...crypto.getRandomValues(new Uint8Array(8))].map(byte => byte.toString(16).padStart(2, '0')).join('');
let turn = 0;
const states = new WeakMap();

/** Watches every form of this page that is kept. */
export function watchDrafts() {
  for (const name of ['input', 'change']) {
    document.addEventListener(name, event => {
      const form = event.target.closest?.('form[data-draft]');
      if (form) soon(form, waitMs);
    });
  }
  document.addEventListener('submit', handIn);
  document.addEventListener('formdata', ({ target, formData }) => {
    if (!target.matches('form[data-draft]')) return;
    formData.set('_page', page);
    formData.set('_turn', ++turn);
  });
  for (const name of ['pagehide', 'visibilitychange']) {
    document.defaultView.addEventListener(name, leave);
    document.addEventListener(name, leave);
  }
}

function leave(event) {
  if (event.type === 'visibilitychange' && !document.hidden) return;
  for (const form of document.querySelectorAll('form[data-draft]')) if (states.get(form)?.timer) save(form);
}

function soon(form, ms) {
  const state = settle(form);
  state.timer = setTimeout(() => save(form), ms);
}

// What is still on its way was read from the form before its last answers. Behind the form itself it would lay the old
// over the new: the form waits for it.
//
// And when the program is away, the browser would put its own page in the place of the form, with all that was typed since.
// So where the last words could not be kept, the form goes only after the station has answered again.
function handIn(event) {
  const form = event.target;
  const state = settle(form);
  if ((!state.busy && !state.lost) || state.waited) return;
  event.preventDefault();
  if (state.handing) return; // A second press.
  state.handing = true;
  const kept = state.lost ? keep(form) : state.busy;
  Promise.race([kept, new Promise(done => setTimeout(done, handInMs))]).then(() => {
    state.handing = false;
    if (state.lost) return soon(form, againMs);
    state.waited = true;
    form.requestSubmit(event.submitter);
    state.waited = false;
  });
}

function settle(form) {
  const state = states.get(form) ?? { timer: 0, busy: null, lost: false, handing: false, waited: false };
  clearTimeout(state.timer);
  state.timer = 0;
  states.set(form, state);
  return state;
}

function save(form) {
  const state = settle(form);
  if (state.handing) return;
  if (state.busy && !document.hidden) return soon(form, waitMs);
  const saved = keep(form).finally(() => { if (state.busy === saved) state.busy = null; });
  state.busy = saved;
}

async function keep(form) {
  const id = form.elements._sleutel.value;
  const part = 'draftPart' in form.dataset;
  let status = 0;
  let told = {};
  try {
    // With keepalive the request lives on when the page goes.
    const answer = await fetch(`/api/drafts/${id}`, {
      method: part ? 'PATCH' : 'PUT',
      keepalive: true,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        form: form.dataset.draft, fields: part ? partOf(form) : wholeOf(form), page, turn: ++turn,
      }),
    });
    status = answer.status;
    told = await answer.json();
  } catch {
    // The program is away; the words on the page say so below.
  }
  states.get(form).lost = status === 0;
  if (status === 409) { // Sent meanwhile, perhaps from another screen.
    if (part && told.id) location.assign(`/meldingen/${told.id}`);
    return;
  }
  say(form, status === 200, told);
  if (status === 0 || status >= 500) soon(form, againMs);
  if (status === 200 && !part && !location.search) history.replaceState(null, '', `?concept=${id}`);
}

function say(form, kept, told) {
  const note = form.querySelector('[data-draft-kept]');
  if (note) {
    note.textContent = kept ? note.dataset.draftKept : told.detail ?? note.dataset.draftLost;
    note.classList.toggle('bad', !kept);
    note.hidden = false;
  }
  const list = form.querySelector('[data-draft-notes]');
  const notes = told.notes ?? [];
  if (!kept || !list || [...list.children].map(line => line.textContent).join() === notes.join()) return;
  list.replaceChildren(...notes.map(words => Object.assign(document.createElement('li'), { textContent: words })));
}

function wholeOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith('_') || typeof value !== 'string') continue;
    if (name in fields) fields[name] = [fields[name], value].flat();
    else fields[name] = value;
  }
  return fields;
}

// Every field of the part is named, also an empty one: what was cleared is cleared in the draft.
function partOf(form) {
  const fields = {};
  for (const { name, tagName } of form.elements) {
    if (name && !name.startsWith('_') && tagName !== 'BUTTON' && tagName !== 'FIELDSET') fields[name] ??= [];
  }
  for (const [name, value] of new FormData(form)) fields[name]?.push(value);
  return fields;
}
