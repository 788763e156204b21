/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin in C that ends by itself at once; with FOREIGN_ABI, one for another runtime. */
#include "busbar/abi.h"

static int run(const busbar_host *host) {
    (void)host;
    return 7;
}

#ifdef FOREIGN_ABI
#define MAJOR (BUSBAR_ABI_MAJOR + 1u)
#else
#define MAJOR BUSBAR_ABI_MAJOR
#endif
BUSBAR_EXPORT const busbar_plugin busbar_plugin_entry = {sizeof(busbar_plugin), MAJOR,
                                                         BUSBAR_ABI_MINOR, run};
