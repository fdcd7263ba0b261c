// The reference of W3: Node's `ws` with one Redis subscription. A channel's message is "<user id>
// <text>"; a socket's first message is its user id.
import { createRequire } from "node:module";
import net from "node:net";
import http from "node:http";

const { WebSocketServer } = createRequire(new URL("../../frontend/package.json", import.meta.url))(
  "next/dist/compiled/ws",
);
const [port, address, channel] = process.argv.slice(2);
const sockets = new Map();

const server = http.createServer((request, response) => response.end("alive"));
new WebSocketServer({ server, perMessageDeflate: false }).on("connection", (socket) => {
  socket.once("message", (data) => {
    sockets.set(data.toString(), socket);
    socket.send('{"type":"ready"}');
  });
});

const { hostname, port: redisPort, password } = new URL(address);
const redis = net.connect(Number(redisPort), hostname, () => {
  redis.write(`AUTH ${decodeURIComponent(password)}\r\nSUBSCRIBE ${channel}\r\n`);
});
let received = "";
redis.setEncoding("utf8").on("data", (chunk) => {
  received += chunk;
  for (;;) {
    const message = /\*3\r\n\$7\r\nmessage\r\n\$\d+\r\n[^\r]+\r\n\$\d+\r\n([^\r]*)\r\n/.exec(received);
    if (message === null) return;
    received = received.slice(message.index + message[0].length);
    const split = message[1].indexOf(" ");
    sockets.get(message[1].slice(0, split))?.send(message[1].slice(split + 1));
  }
});
server.listen(Number(port), "127.0.0.1");
