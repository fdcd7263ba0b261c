// Holds thousands of WebSockets. Reads orders as lines of JSON and answers each with one: `open`
// opens sockets, `mark` forgets what has come, `take` waits for so many messages and tells their
// latencies, `drop` cuts all connections and opens them again as our app does, `check` tells how
// what came compares with what each player must get, `close` closes. A message holds "at", when it
// was published (microseconds since 1970), and "n", its number among the player's.
import http from "node:http";
import { createRequire } from "node:module";
import readline from "node:readline";

// Next carries `ws`, so the reference costs no dependency.
const { WebSocket } = createRequire(new URL("../../frontend/package.json", import.meta.url))(
  "next/dist/compiled/ws",
);
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const now = () => performance.timeOrigin + performance.now();
const numberBehind = (text, name) => {
  const at = text.indexOf(name);
  return at < 0 ? undefined : parseInt(text.slice(at + name.length, at + name.length + 20), 10);
};

let clients = [];
let latencies = [];
let last = 0;
let wanted;

function receive(client, text) {
  const at = numberBehind(text, '"at":');
  if (at === undefined) {
    if (text.includes("resync")) client.resyncs += 1;
    return;
  }
  last = now();
  client.id = numberBehind(text, '"id":');
  const n = numberBehind(text, '"n":');
  if (client.seen.has(n)) client.doubled += 1;
  client.seen.add(n);
  latencies.push(last - at / 1000);
  if (wanted !== undefined && latencies.length >= wanted.messages) wanted.done();
}

const ticketOf = ({ port, token }) =>
  new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Length": 0 };
    const request = { agent, port, host: "127.0.0.1", method: "POST", path: "/api/v1/ws/ticket", headers };
    http
      .request(request, (response) => {
        let body = "";
        response.on("data", (chunk) => (body += chunk));
        response.on("end", () =>
          response.statusCode === 200 ? resolve(JSON.parse(body).ticket) : reject(new Error(`ticket: ${body}`)),
        );
      })
      .on("error", reject)
      .end();
  });

async function hello(client) {
  if (client.token === undefined) return client.hello;
  const after = client.id === undefined ? {} : { after: client.id };
  return JSON.stringify({ ticket: await ticketOf(client), ...after });
}

/** Opens a socket and returns when the server has said "ready". */
async function open(client) {
  const first = await hello(client);
  await new Promise((resolve, reject) => {
    const path = client.socketio ? "/socket.io/?EIO=4&transport=websocket" : "/ws";
    const socket = new WebSocket(`ws://127.0.0.1:${client.port}${path}`, { perMessageDeflate: false });
    client.socket = socket;
    socket.on("open", () => client.socketio || socket.send(first));
    socket.on("error", reject);
    socket.on("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.on("message", (data) => {
      const text = data.toString();
      if (client.socketio && text === "2") return socket.send("3");
      if (client.socketio && text[0] === "0") return socket.send("40");
      if (client.socketio && text.startsWith("40")) return socket.send(`42["hello",${JSON.stringify(first)}]`);
      if (text.includes('ready"')) {
        client.id = numberBehind(text, '"id":');
        return resolve();
      }
      receive(client, text);
    });
  });
}

async function openAll(openOne, atOnce) {
  const began = now();
  let next = 0;
  const worker = async () => {
    while (next < clients.length) await openOne(clients[next++]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { opened: clients.length, seconds: (now() - began) / 1000 };
}

async function reopen(client) {
  for (let failures = 0; ; failures += 1) {
    await sleep(Math.random() * Math.min(30_000, 500 * 2 ** failures));
    try {
      return await open(client);
    } catch (error) {
      client.failures.push(error.message);
    }
  }
}

const orders = {
  open: ({ sockets, atOnce = 100 }) => {
    clients = sockets.map((one) => ({ ...one, seen: new Set(), doubled: 0, resyncs: 0, failures: [] }));
    return openAll(open, atOnce);
  },
  mark: () => {
    latencies = [];
    for (const client of clients) client.seen.clear();
    return {};
  },
  take: async ({ messages, seconds }) => {
    if (latencies.length < messages) {
      await new Promise((done) => {
        wanted = { messages, done };
        setTimeout(done, seconds * 1000).unref();
      });
      wanted = undefined;
    }
    return { latencies, last };
  },
  drop: () => {
    for (const { socket } of clients) {
      socket.removeAllListeners("close");
      socket.terminate();
    }
    return openAll(reopen, clients.length);
  },
  check: ({ expected }) => {
    const missing = (client, at) => Math.max(0, expected[at] - client.seen.size);
    const sum = (values) => values.reduce((total, one) => total + one, 0);
    return {
      missed: sum(clients.map((client, at) => (client.resyncs ? 0 : missing(client, at)))),
      doubled: sum(clients.map((client) => client.doubled)),
      resyncs: sum(clients.map((client) => client.resyncs)),
      failures: clients.flatMap((client) => client.failures).slice(0, 5),
    };
  },
  close: () => {
    for (const { socket } of clients) {
      socket.removeAllListeners("close");
      socket.terminate();
    }
    clients = [];
    return {};
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { order, ...details } = JSON.parse(line);
  console.log(JSON.stringify(await orders[order](details)));
}
process.exit(0);
