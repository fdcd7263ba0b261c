// One phone on the table: built once, then kept up to date part by part.

import { answerPrompt, changePhone, payPaybill } from './api.js';
import { drawing, h } from './dom.js';
import { paybillSheet } from './paybill.js';
import { promptVeil } from './prompt.js';
import { codeIn, ending, local, money, received, timeOfDay } from './format.js';

// What the menu can make of a subscriber; each choice clears the others.
const FLAGS = ['insufficient', 'unreachable', 'cancels', 'wrong_pin', 'times_out', 'locked'];
const BEHAVIOURS = [
  ['', 'Normal'],
  ['insufficient', 'No money'],
  ['unreachable', 'No signal'],
  ['cancels', 'Cancels'],
  ['wrong_pin', 'Wrong PIN'],
  ['times_out', 'Ignores it'],
  ['locked', 'PIN locked'],
];
const SIGNAL = 'M0 9h3v3H0zM5 6h3v6H5zM10 3h3v9h-3zM15 0h3v12h-3z';
const BATTERY = 'M2 1h18a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zm21.5 3h1v4h-1z';

export class Handset {
  constructor(msisdn, organisation) {
    this.msisdn = msisdn;
    this.organisation = organisation;
    this.seen = {};
    this.answered = new Set();
    this.inView = false;
    this.clock = h('span');
    this.balance = h('strong');
    this.behaviour = h(
      'select',
      { 'aria-label': 'How this phone behaves', onchange: () => this.setBehaviour(this.behaviour.value) },
      ...BEHAVIOURS.map(([value, textContent]) => h('option', { value, textContent })),
    );
    this.auto = h('input', {
      type: 'checkbox',
      role: 'switch',
      onchange: () => changePhone(msisdn, { auto_approve: this.auto.checked }),
    });
    this.inbox = h('ol', { class: 'inbox', tabIndex: 0, 'aria-label': `SMS of ${local(msisdn)}` });
    this.screen = h(
      'div',
      { class: 'screen' },
      h(
        'div',
        { class: 'bar' },
        this.clock,
        h('i'),
        h('span', {}, drawing('0 0 18 12', SIGNAL, 'signal'), drawing('0 0 25 12', BATTERY)),
      ),
      h('div', { class: 'owner' }, h('h2', { textContent: local(msisdn) }), this.behaviour),
      h(
        'div',
        { class: 'purse' },
        h('span', { textContent: 'M-PESA balance' }),
        this.balance,
        h(
          'div',
          { class: 'acts' },
          h('button', {
            type: 'button',
            textContent: 'Top up',
            title: 'Put KES 10,000 on this phone',
            onclick: () => changePhone(msisdn, { balance: this.phone.balance + 10000 }),
          }),
          h('button', {
            type: 'button',
            textContent: 'Pay paybill',
            title: 'Pay from the M-PESA menu, without a prompt',
            onclick: () => this.openPaybill(),
          }),
        ),
      ),
      h(
        'label',
        { class: 'switch habit' },
        this.auto,
        h('span', { class: 'track', 'aria-hidden': 'true' }),
        h('span', { textContent: 'Approves by itself' }),
      ),
      this.inbox,
    );
    this.element = h('article', { class: 'handset', 'aria-label': local(msisdn) }, this.screen);
  }

  get ringing() {
    const [newest] = this.phone.prompts;
    const { unreachable, network } = this.phone.profile;
    if (newest?.status !== 'pending' || unreachable || network !== 'safaricom') return null;
    return this.answered.has(newest.id) ? null : newest;
  }

  update(phone) {
    this.phone = phone;
    const { profile } = phone;
    const behaviour = FLAGS.find((flag) => profile[flag]) ?? '';
    this.balance.textContent = money(phone.balance);
    this.auto.checked = profile.auto_approve;
    this.behaviour.value = behaviour;
    this.behaviour.classList.toggle('odd', behaviour !== '');
    this.element.classList.toggle('far', profile.unreachable);
    this.part('sms', phone.sms, () => this.showInbox(phone.sms));
    this.part('prompt', [this.ringing?.id, profile.auto_approve, profile.pin], () => this.showPrompt());
    this.part('ending', phone.prompts.find((prompt) => prompt.result_code)?.id, () => this.showEnding());
    this.part('payout', phone.payouts.find((payout) => payout.state === 'paid')?.id, () => this.showPayout());
    this.tick();
  }

  /** Redraw a part only when what it shows has changed. */
  part(name, value, draw) {
    const text = JSON.stringify(value) ?? '';
    if (this.seen[name] === text) return;
    this.isFirst = !(name in this.seen);
    this.seen[name] = text;
    draw();
  }

  tick() {
    this.clock.textContent = timeOfDay(Date.now());
    this.veil?.tick();
  }

  showInbox(list) {
    const rows = list.map((sms) => {
      const code = codeIn(sms);
      const sum = received(sms);
      return h(
        'li',
        { class: 'sms' },
        h('header', {}, h('b', { textContent: sms.from }), h('span', { textContent: timeOfDay(sms.at) })),
        h('p', { textContent: sms.text }),
        ...(code ? [copyButton(code)] : []),
        ...(sum ? [h('span', { class: 'sum', textContent: `+ KES\u00a0${sum}` })] : []),
      );
    });
    const nothing = h('li', { class: 'nothing', textContent: 'No messages yet.' });
    this.inbox.replaceChildren(...(rows.length ? rows : [nothing]));
  }

  showPrompt() {
    this.veil?.remove();
    this.veil = null;
    const prompt = this.ringing;
    this.element.classList.toggle('ringing', prompt !== null);
    if (prompt === null) return;
    this.veil = promptVeil(prompt, this.phone.profile, async (finger) => {
      this.answered.add(prompt.id);
      this.update(this.phone);
      const problem = await answerPrompt(this.msisdn, prompt.id, finger);
      if (problem) this.say(problem, { bad: true });
    });
    this.screen.append(this.veil);
  }

  showEnding() {
    const last = this.phone.prompts.find((prompt) => prompt.result_code);
    if (last && !this.isFirst) this.say(ending(last), { bad: last.result_code !== '0' });
  }

  showPayout() {
    const last = this.phone.payouts.find((payout) => payout.state === 'paid');
    if (!last || this.isFirst) return;
    this.say(`${money(last.amount)} received.`, { bad: false });
    const purse = this.balance.parentElement;
    purse.classList.remove('paid');
    void purse.offsetWidth; // the same animation twice needs a layout in between
    purse.classList.add('paid');
  }

  openPaybill() {
    this.closePaybill();
    const pay = async (payment) => {
      const problem = await payPaybill({ msisdn: this.msisdn, ...payment });
      if (problem !== null) return problem;
      this.closePaybill();
      this.say('Sent. M-PESA confirms by SMS.', { bad: false });
      return null;
    };
    this.sheet = paybillSheet(this.organisation(), pay, () => this.closePaybill());
    this.screen.append(this.sheet);
    this.sheet.focusFirst();
  }

  closePaybill() {
    this.sheet?.remove();
    this.sheet = null;
  }

  say(text, { bad }) {
    this.toast?.remove();
    const toast = h('div', { class: bad ? 'toast bad' : 'toast', role: 'status', textContent: text });
    this.toast = toast;
    this.screen.append(toast);
    setTimeout(() => toast.remove(), 4500);
  }

  setBehaviour(behaviour) {
    const flags = Object.fromEntries(FLAGS.map((flag) => [flag, flag === behaviour]));
    return changePhone(this.msisdn, flags);
  }
}

function copyButton(code) {
  const label = h('span', { textContent: 'Copy' });
  const copy = async () => {
    await navigator.clipboard?.writeText(code).catch(() => undefined);
    label.textContent = 'Copied';
    setTimeout(() => (label.textContent = 'Copy'), 1500);
  };
  const attributes = { class: 'code', type: 'button', 'aria-label': `Copy code ${code}`, onclick: copy };
  return h('button', attributes, h('b', { textContent: code }), label);
}
