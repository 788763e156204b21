# SPDX-License-Identifier: Apache-2.0
"""A client with Python's paho: connects, subscribes, and hears what it publishes.

paho_client.py mqtt|mqtts|ws|wss PORT 4|5 CA_FILE USER PASSWORD; prints "heard hi", or "refused CODE".
"""

import sys

from paho.mqtt import client as paho

KIND, PORT, VERSION, CA_FILE, USER, PASSWORD = sys.argv[1:7]
TOPIC = "t/paho"


def on_connect(client, _userdata, _flags, reason, _properties=None):
    code = reason if isinstance(reason, int) else reason.value
    if code != 0:
        print("refused", code, flush=True)
        sys.exit(3)
    client.subscribe(TOPIC, qos=1)


def on_subscribe(client, *_):
    client.publish(TOPIC, "hi", qos=1)


def on_message(_client, _userdata, message):
    print("heard", message.payload.decode(), flush=True)
    sys.exit(0)


def main():
    client = paho.Client(client_id="paho", protocol=int(VERSION),
                         transport="websockets" if KIND.startswith("ws") else "tcp")
    client.username_pw_set(USER, PASSWORD)
    if KIND in ("mqtts", "wss"):
        client.tls_set(ca_certs=CA_FILE)
    client.on_connect = on_connect
    client.on_subscribe = on_subscribe
    client.on_message = on_message
    client.connect("127.0.0.1", int(PORT))
    client.loop_forever()


main()
