// SPDX-License-Identifier: Apache-2.0
// The process's memory: how little of it we keep from others on a small appliance.
#pragma once

namespace busbar {

// Large blocks are mapped on their own and go back when they are freed, however many came before
// them. Call once, before the first thread.
void set_up_heap();

// Gives free memory back to the system: after a start, when what was read, parsed and passed on is
// not needed any more. Takes milliseconds.
void give_back_free_memory();

// Lets go of the pages of programs and libraries: half of them were for the start. Those that are
// used come back from the system's cache, one fault each.
void let_go_of_code();

}  // namespace busbar
