/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin in C that never listens, and so does not stop. */
#include <unistd.h>

#include "busbar/abi.h"

static int run(const busbar_host *host) {
    (void)host;
    for (;;) pause();
    return 0;
}

BUSBAR_EXPORT const busbar_plugin busbar_plugin_entry = {sizeof(busbar_plugin), BUSBAR_ABI_MAJOR,
                                                         BUSBAR_ABI_MINOR, run};
