// Plays Cloudflare's part: a batch as JSON on standard input, what became of each message on standard output.
import { text } from "node:stream/consumers";

const [worker] = process.argv.slice(2);
const { default: bridge } = await import(worker);
const { messages, env } = JSON.parse(await text(process.stdin));
const fates = messages.map(() => "left");
console.warn = console.error = () => {};

await bridge.queue(
  {
    queue: "ebookvoice-uploads",
    messages: messages.map(({ body, attempts }, index) => ({
      id: String(index),
      timestamp: new Date(),
      attempts,
      body,
      ack: () => (fates[index] = "acknowledged"),
      retry: ({ delaySeconds }) => (fates[index] = delaySeconds),
    })),
  },
  env,
);
process.stdout.write(JSON.stringify(fates));
