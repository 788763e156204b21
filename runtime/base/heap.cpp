// SPDX-License-Identifier: Apache-2.0
// glibc's allocator, told what we want of it.
#include "base/heap.hpp"

#include <malloc.h>

namespace busbar {

// glibc raises the threshold to the largest block ever freed, up to 32 MiB, unless it is set.
void set_up_heap() {
    constexpr int kOwnMapping = 128 * 1024;  // octets; glibc's own first value
    (void)::mallopt(M_MMAP_THRESHOLD, kOwnMapping);
}

void give_back_free_memory() { (void)::malloc_trim(0); }

}  // namespace busbar
