// "Lipa na M-PESA": paying our paybill from the menu of a phone, without a prompt.

import { h } from './dom.js';

/** Return a sheet that covers the phone; `pay` gets {bill_ref, amount}, `close` no argument. */
export function paybillSheet(org, pay, close) {
  const account = h('input', {
    name: 'account',
    placeholder: 'U7K2Q9',
    autocomplete: 'off',
    autocapitalize: 'characters',
    maxLength: 20,
  });
  const amount = h('input', {
    name: 'amount',
    type: 'number',
    min: 1,
    max: 250000,
    step: 1,
    placeholder: '500',
    inputMode: 'numeric',
    required: true,
  });
  const send = h('button', { class: 'send', type: 'submit', textContent: 'Pay' });
  const note = h('small', { class: 'hint', role: 'status', textContent: 'No PIN needed here.' });
  const form = h(
    'form',
    {
      class: 'prompt paybill',
      'aria-label': 'Lipa na M-PESA',
      onsubmit: async (event) => {
        event.preventDefault();
        send.disabled = true;
        const problem = await pay({ bill_ref: account.value, amount: Number(amount.value) });
        send.disabled = false;
        if (problem) note.textContent = problem;
        note.classList.toggle('wrong', problem !== null);
      },
      onkeydown: (event) => {
        if (event.key === 'Escape') close();
      },
    },
    h('header', {}, h('span', { textContent: 'Lipa na M-PESA' }), h('span', { textContent: 'Pay Bill' })),
    row('Business no.', h('output', { textContent: `${org.shortcode} · ${org.name}` })),
    row('Account no.', account),
    row('Amount, KES', amount),
    note,
    h(
      'div',
      { class: 'answers' },
      h('button', { type: 'button', textContent: 'Cancel', onclick: close }),
      send,
    ),
  );
  const veil = h('div', { class: 'veil' }, form);
  veil.focusFirst = () => account.focus({ preventScroll: true });
  return veil;
}

const row = (name, field) => h('label', { class: 'field' }, h('span', { textContent: name }), field);
