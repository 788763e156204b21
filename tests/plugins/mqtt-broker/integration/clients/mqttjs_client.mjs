// SPDX-License-Identifier: Apache-2.0
// A client with MQTT.js: connects, subscribes, and hears what it publishes.
//
// mqttjs_client.mjs mqtt|mqtts|ws|wss PORT 4|5 CA_FILE USER PASSWORD; prints "heard hi", or
// "refused CODE".
import { readFileSync } from 'node:fs';
import mqtt from 'mqtt';

const [kind, port, version, caFile, username, password] = process.argv.slice(2);
const topic = 't/mqttjs';

const client = mqtt.connect(`${kind}://127.0.0.1:${port}`, {
  protocolVersion: Number(version),
  clientId: 'mqttjs',
  username,
  password,
  reconnectPeriod: 0,
  ca: kind === 'mqtts' || kind === 'wss' ? [readFileSync(caFile)] : undefined,
});
client.on('connect', () => {
  client.subscribe(topic, { qos: 1 }, () => client.publish(topic, 'hi', { qos: 1 }));
});
client.on('message', (_topic, payload) => {
  console.log('heard', payload.toString());
  process.exit(0);
});
client.on('error', (error) => {
  console.log('refused', error.code ?? error.message);
  process.exit(3);
});
