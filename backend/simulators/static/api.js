// The page's way to /_sim.

let onChange = () => undefined;
let tag = '';

/** Say what to do after this page has changed something. */
export function afterChange(callback) {
  onChange = callback;
}

/** Return all phones, or null when nothing has happened since the last call. */
export async function fetchPhones() {
  const answer = await fetch('/_sim/phones', tag ? { headers: { 'If-None-Match': tag } } : {});
  if (answer.status === 304) return null;
  if (!answer.ok) throw new Error(`phones: ${answer.status}`);
  tag = answer.headers.get('ETag') ?? '';
  return answer.json();
}

export const fetchOrg = () => fetch('/_sim/org?limit=0').then((answer) => answer.json());
export const fetchSwitches = () => fetch('/_sim/switches').then((answer) => answer.json());
export const changeSwitches = (switches) => send('PUT', '/_sim/switches', switches);
export const addPhone = (msisdn) => send('GET', `/_sim/phones/${msisdn}`);
export const changePhone = (msisdn, profile) => send('PUT', `/_sim/phones/${msisdn}`, profile);

/** Type a PIN or cancel; returns a sentence when it was too late, else null. */
export async function answerPrompt(msisdn, id, finger) {
  const answer = await send('POST', `/_sim/phones/${msisdn}/prompts/${id}`, finger);
  return answer.ok ? null : ((await answer.json()).detail ?? 'That did not work.');
}

/** Pay from the M-Pesa menu; returns a sentence when that did not work, else null. */
export async function payPaybill(payment) {
  const answer = await send('POST', '/_sim/c2b', payment);
  const outcome = await answer.json();
  if (answer.ok) return outcome.accepted ? null : 'The business did not accept it.';
  return typeof outcome.detail === 'string' ? outcome.detail : 'That did not work.';
}

async function send(method, path, body) {
  const options = { method };
  if (body) Object.assign(options, { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const answer = await fetch(path, options);
  onChange();
  return answer;
}
