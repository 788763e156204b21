// SPDX-License-Identifier: Apache-2.0
// glibc's allocator and the kernel, told what we want of them.
#include "base/heap.hpp"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace busbar {
namespace {

// Only what nobody has ever written to, the loader with its relocations included: that alone is the
// same in the file.
int let_go_of(dl_phdr_info* object, std::size_t, void*) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (int i = 0; i < object->dlpi_phnum; ++i) {
        const auto& segment = object->dlpi_phdr[i];
        if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
        const auto start = (object->dlpi_addr + segment.p_vaddr) & ~(page - 1);
        const auto end = object->dlpi_addr + segment.p_vaddr + segment.p_memsz;
        // NOLINTNEXTLINE(performance-no-int-to-ptr): the address comes as a number
        (void)::madvise(reinterpret_cast<void*>(start), end - start, MADV_DONTNEED);
    }
    return 0;
}

}  // namespace

// glibc raises the threshold to the largest block ever freed, up to 32 MiB, unless it is set.
void set_up_heap() {
    constexpr int kOwnMapping = 128 * 1024;  // octets; glibc's own first value
    (void)::mallopt(M_MMAP_THRESHOLD, kOwnMapping);
}

void give_back_free_memory() { (void)::malloc_trim(0); }

void let_go_of_code() { (void)::dl_iterate_phdr(let_go_of, nullptr); }

}  // namespace busbar
