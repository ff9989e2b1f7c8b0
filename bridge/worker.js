// Carries what R2 tells a queue to eBookVoice, signed. See README.md beside this file.
//
// Deliveries may repeat: the service does nothing the second time. Whatever is lost is found by the service's own sweep.

const CREATIONS = new Set(["PutObject", "CompleteMultipartUpload", "CopyObject"]);
const PATIENCE_MS = 30_000; // API Gateway gives an answer 29 seconds at the most.
const FIRST_RETRY_SECONDS = 15;
const LONGEST_RETRY_SECONDS = 3600;

// A wrong secret or clock is put right, and what is too much now is not too much later; other refusals are for good.
const PASSING = new Set([401, 403, 404, 408, 425, 429]);

export default {
  async queue(batch, env) {
    const told = [];
    for (const message of batch.messages) {
      if (CREATIONS.has(message.body?.action) && typeof message.body.object?.key === "string") told.push(message);
      else message.ack(); // a deletion, or nothing of R2's
    }
    if (told.length > 0) await deliver(told, env);
  },
};

async function deliver(messages, env) {
  const status = await send(JSON.stringify({ events: messages.map(({ body }) => eventOf(body)) }), env);
  if (status >= 200 && status < 300) {
    for (const message of messages) message.ack();
  } else if (status < 400 || status >= 500 || PASSING.has(status)) {
    console.warn(`eBookVoice answered ${status || "nothing"}; ${messages.length} messages will come again`);
    for (const message of messages) message.retry({ delaySeconds: delayAfter(message.attempts) });
  } else if (messages.length > 1) {
    for (const message of messages) await deliver([message], env); // one that it can't read must not take the others along
  } else {
    console.error(`eBookVoice refused the news of ${messages[0].body.object.key} for good (${status})`);
    messages[0].ack();
  }
}

function eventOf({ action, object, eventTime }) {
  return { key: object.key, action, etag: object.eTag ?? null, size: object.size ?? null, time: eventTime ?? null };
}

function delayAfter(attempts) {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS);
}

// The answer's status, 0 for none.
async function send(body, env) {
  const seconds = Math.floor(Date.now() / 1000);
  const headers = {
    "Content-Type": "application/json",
    "X-Ebookvoice-Signature": `t=${seconds},v1=${await sign(`${seconds}.${body}`, env.BRIDGE_SECRET)}`,
  };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const url = new URL("/api/webhooks/r2", env.API_URL);
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    await answer.body?.cancel();
    return answer.status;
  } catch (error) {
    console.warn(`eBookVoice can't be reached: ${error.message}`);
    return 0;
  }
}

async function sign(text, secret) {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(text));
  return Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
