// What somebody types stands on the disk of this point within a second: a power cut, a crash or another browser loses
// nothing. A form with data-draft names its kind; its hidden key is the id of the draft.
const waitMs = 400;
const timers = new WeakMap();

/** Watches every form of this page that is kept. */
export function watchDrafts() {
  for (const name of ['input', 'change']) {
    document.addEventListener(name, event => {
      const form = event.target.closest?.('form[data-draft]');
      if (!form) return;
      clearTimeout(timers.get(form));
      timers.set(form, setTimeout(() => save(form), waitMs));
    });
  }
  document.addEventListener('submit', event => {
    clearTimeout(timers.get(event.target));
    timers.delete(event.target);
  });
  addEventListener('pagehide', () => {
    for (const form of document.querySelectorAll('form[data-draft]')) if (timers.has(form)) save(form);
  });
}

async function save(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const id = form.elements._sleutel.value;
  let status = 0;
  try {
    const answer = await fetch(`/api/drafts/${id}`, {
      method: 'PUT',
      keepalive: true,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ form: form.dataset.draft, fields: fieldsOf(form) }),
    });
    status = answer.status;
  } catch {
    // The program is away; the words on the page say so below.
  }
  if (status === 409) return; // Sent meanwhile.
  const note = form.querySelector('[data-draft-kept]');
  if (note) {
    note.textContent = status === 200 ? note.dataset.draftKept : note.dataset.draftLost;
    note.hidden = false;
  }
  if (status === 200 && !location.search) history.replaceState(null, '', `?concept=${id}`);
}

function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith('_') || typeof value !== 'string') continue;
    if (name in fields) fields[name] = [fields[name], value].flat();
    else fields[name] = value;
  }
  return fields;
}
