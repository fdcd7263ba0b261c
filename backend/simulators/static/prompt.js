// The STK prompt that covers a phone until somebody types a PIN, cancels, or time runs out.

import { h } from './dom.js';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', '⌫'];

/** Return the veil with the prompt; `answer` is called once, with {pin} or {cancel: true}. */
export function promptVeil(prompt, profile, answer) {
  const length = profile.pin.length;
  const endsAt = Date.now() + prompt.seconds_left * 1000;
  let pin = '';

  const dots = h('div', { class: 'dots', 'aria-hidden': 'true' });
  const send = h('button', { class: 'send', type: 'submit', textContent: 'Pay' });
  const time = h('time');

  function show() {
    dots.replaceChildren(
      ...Array.from({ length }, (_, i) => h('i', { class: i < pin.length ? 'on' : '' })),
    );
    send.disabled = pin.length < length;
  }

  function press(key) {
    pin = key === '⌫' ? pin.slice(0, -1) : (pin + key).slice(0, length);
    show();
  }

  const key = (name) =>
    name === ''
      ? h('span')
      : h('button', {
          type: 'button',
          textContent: name,
          'aria-label': name === '⌫' ? 'Delete' : name,
          onclick: () => press(name),
        });

  const form = h(
    'form',
    {
      class: 'prompt',
      tabIndex: -1,
      'aria-label': 'M-PESA payment prompt',
      onsubmit: (event) => {
        event.preventDefault();
        if (!send.disabled) answer({ pin });
      },
      onkeydown: (event) => {
        if (/^\d$/.test(event.key)) press(event.key);
        else if (event.key === 'Backspace') press('⌫');
        else if (event.key === 'Escape') answer({ cancel: true });
        else if (event.key === 'Enter' && event.target === form && !send.disabled) answer({ pin });
      },
    },
    h('header', {}, h('span', { textContent: 'M-PESA' }), time),
    h('p', { textContent: prompt.text }),
    dots,
    h('small', {
      class: 'hint',
      textContent: profile.auto_approve
        ? 'Approves by itself in a moment.'
        : `Enter M-PESA PIN (it is ${profile.pin})`,
    }),
    h('div', { class: 'pad' }, ...KEYS.map(key)),
    h(
      'div',
      { class: 'answers' },
      h('button', { type: 'button', textContent: 'Cancel', onclick: () => answer({ cancel: true }) }),
      send,
    ),
  );

  const veil = h('div', { class: 'veil' }, form);
  veil.tick = () => {
    time.textContent = `${Math.max(0, Math.ceil((endsAt - Date.now()) / 1000))} s`;
  };
  veil.tick();
  show();
  return veil;
}
