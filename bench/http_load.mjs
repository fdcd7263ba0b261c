// Sends HTTP requests over keep-alive connections with as little work as it can, so that the two
// cores belong to the server. Reads one JSON line: {port, connections, seconds?, requests}; with
// `seconds` it repeats the requests for so long, without it it sends each of them once.
import net from "node:net";
import { once } from "node:events";
import readline from "node:readline";

const [line] = await once(readline.createInterface({ input: process.stdin }), "line");
const { port, connections, seconds, requests } = JSON.parse(line);

const wire = requests.map(({ method, path, headers = {}, body = "" }) => {
  const head = [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`];
  for (const [name, value] of Object.entries(headers)) head.push(`${name}: ${value}`);
  if (body) head.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
});

const sent = []; // when each request was sent, in milliseconds of the clock
const waits = []; // of each answer, in milliseconds
const statuses = {};
let next = 0;
let done = 0;
const end = seconds ? performance.now() + seconds * 1000 : Infinity;

const take = () => {
  if (seconds) return performance.now() < end ? wire[next++ % wire.length] : undefined;
  if (next < wire.length) sent.push(performance.timeOrigin + performance.now());
  return wire[next++];
};

const worker = (number) =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let received = "";
    let since = 0;
    const send = () => {
      const request = take();
      since = performance.now();
      if (request) socket.write(request);
      else socket.end(resolve);
    };
    socket.on("connect", send);
    socket.on("error", (error) => reject(new Error(`connection ${number}: ${error.message}`)));
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const split = received.indexOf("\r\n\r\n");
      if (split < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received.slice(0, split))?.[1] ?? 0);
      if (received.length < split + 4 + length) return;
      const status = received.slice(9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      done += 1;
      waits.push(performance.now() - since);
      received = "";
      send();
    });
  });

const started = performance.now();
await Promise.all(Array.from({ length: connections }, (_, number) => worker(number)));
const took = (performance.now() - started) / 1000;
const p99 = Float64Array.from(waits).sort()[Math.floor(waits.length * 0.99)] ?? 0;
console.log(JSON.stringify({ done, statuses, seconds: took, sent, p99 }));
