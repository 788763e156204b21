// SPDX-License-Identifier: Apache-2.0
// The process's heap: how little of it we keep from others on a small appliance.
#pragma once

namespace busbar {

// Large blocks are mapped on their own and go back when they are freed, however many came before
// them. Call once, before the first thread.
void set_up_heap();

// Gives free memory back to the system: after a start, when what was read, parsed and passed on is
// not needed any more. Takes milliseconds.
void give_back_free_memory();

}  // namespace busbar
