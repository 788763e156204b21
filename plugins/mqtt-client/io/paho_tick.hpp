// SPDX-License-Identifier: Apache-2.0
// The tick that keeps Paho's threads there and awake.
#pragma once

namespace mqtt_client {

// Once for the life of the process, from the first call on.
//
// With its last client Paho ends its threads, and waits up to a second and more for them. And after
// every second without traffic on any client its receive thread sleeps for 100 ms, blind, so that a
// command from a hand on a switch waits. One client of ours, connected to nobody but a thread of
// this process that sends it two octets every 400 ms, prevents both; nothing of it leaves the
// machine or reaches a broker.
void keep_paho_awake();

}  // namespace mqtt_client
