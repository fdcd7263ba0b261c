// The table of phones: asks what is new, lays phones out, finds and adds them.

import { addPhone, afterChange, changeSwitches, fetchOrg, fetchPhones, fetchSwitches } from './api.js';
import { h } from './dom.js';
import { Handset } from './handset.js';
import { local, money, normalise } from './format.js';

const POLL_MS = 700;
const HIDDEN_POLL_MS = 4000;
const MOST_SHOWN = 60;

const WELCOME = document.getElementById('empty-text').textContent;

const $ = (id) => document.getElementById(id);
const handsets = new Map();
let organisation = { shortcode: '', name: '' };
let phones = [];
let timer = 0;

async function look() {
  clearTimeout(timer);
  try {
    const news = await fetchPhones();
    if (news !== null) {
      phones = news;
      lay();
      const [org, switches] = await Promise.all([fetchOrg(), fetchSwitches()]);
      organisation = org;
      $('org-name').textContent = `${org.name} paybill ${org.shortcode}`;
      $('org-balance').textContent = money(org.balance);
      $('new-auto').checked = switches.new_phones_auto_approve;
    }
    say('live', 'live');
  } catch {
    say('down', 'not answering');
  }
  clearTimeout(timer);
  timer = setTimeout(look, document.hidden ? HIDDEN_POLL_MS : POLL_MS);
}

function say(state, text) {
  $('live').dataset.state = state;
  $('live-text').textContent = text;
}

/** Put the right phones on the table, in the server's order, moving only what must move. */
function lay() {
  const wanted = shown();
  for (const phone of phones) {
    (handsets.get(phone.msisdn) ?? place(phone.msisdn)).update(phone);
  }
  for (const msisdn of handsets.keys()) {
    if (!phones.some((phone) => phone.msisdn === msisdn)) handsets.delete(msisdn);
  }
  const elements = wanted.map((phone) => handsets.get(phone.msisdn).element);
  const table = $('phones');
  if (elements.length !== table.children.length || elements.some((element, i) => table.children[i] !== element)) {
    table.replaceChildren(...elements);
  }
  showCalls();
  showEmpty(wanted.length);
}

const eyes = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const handset = handsets.get(entry.target.dataset.msisdn);
      if (handset) handset.inView = entry.isIntersecting;
    }
    showCalls();
  },
  { threshold: 0.6 },
);

function place(msisdn) {
  const handset = new Handset(msisdn, () => organisation);
  handset.element.dataset.msisdn = msisdn;
  handsets.set(msisdn, handset);
  eyes.observe(handset.element);
  return handset;
}

function shown() {
  const digits = $('number').value.replace(/\D/g, '').replace(/^(254|0)/, '');
  return phones.filter((phone) => phone.msisdn.slice(3).includes(digits)).slice(0, MOST_SHOWN);
}

/** Say which phone wants a finger, for those that lie below the fold. */
function showCalls() {
  const waiting = phones.filter((phone) => {
    const handset = handsets.get(phone.msisdn);
    return handset?.ringing && !handset.inView && !phone.profile.auto_approve;
  });
  $('calls').replaceChildren(
    ...waiting.slice(0, 3).map((phone) => {
      const handset = handsets.get(phone.msisdn);
      return h(
        'button',
        { class: 'call', type: 'button', onclick: () => visit(handset) },
        h(
          'span',
          {},
          h('strong', { textContent: local(phone.msisdn) }),
          ` is asked for ${money(handset.ringing.amount)}`,
        ),
        h('span', { textContent: 'Show' }),
      );
    }),
  );
}

function visit(handset) {
  if (!handset.element.isConnected) {
    $('number').value = '';
    showAdd();
    lay();
  }
  handset.element.scrollIntoView({ behavior: 'smooth', block: 'center' });
  handset.veil?.querySelector('form').focus({ preventScroll: true });
}

function showEmpty(count) {
  const typed = $('number').value.trim();
  $('empty').hidden = count > 0;
  if (phones.length === 0) {
    $('empty-title').textContent = 'No phone has rung yet';
    $('empty-text').textContent = WELCOME;
    return;
  }
  $('empty-title').textContent = 'Nobody uses that number';
  $('empty-text').textContent = normalise(typed) ? 'Press Add to give it a phone.' : 'Type all of it to add it.';
}

function showAdd() {
  const msisdn = normalise($('number').value);
  const isNew = msisdn !== null && !phones.some((phone) => phone.msisdn === msisdn);
  $('add').hidden = !isNew;
  if (isNew) $('add').setAttribute('aria-label', `Add ${local(msisdn)}`);
}

$('number').addEventListener('input', () => {
  showAdd();
  lay();
});

$('finder').addEventListener('submit', async (event) => {
  event.preventDefault();
  const msisdn = normalise($('number').value);
  if (msisdn === null) return;
  $('number').value = '';
  await addPhone(msisdn);
  await look();
  showAdd();
  visit(handsets.get(msisdn));
});

$('new-auto').addEventListener('change', () => changeSwitches({ new_phones_auto_approve: $('new-auto').checked }));
document.addEventListener('visibilitychange', look);
setInterval(() => handsets.forEach((handset) => handset.phone && handset.tick()), 500);
afterChange(look);
look();
