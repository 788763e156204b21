/* SPDX-License-Identifier: Apache-2.0 */
/* The binary contract between the runtime and a plugin. C11, no dependency, about one screen.
 *
 * A plugin is a shared object that exports one symbol, `busbar_plugin_entry`. Everything that has a
 * meaning crosses as a serialized busbar.v1.Frame (proto/busbar/v1/bus.proto): a new feature is a
 * new message there, never a new function here. Structs only ever grow at their end; who reads a
 * struct looks at struct_size before it touches a member younger than ABI 1.0.
 *
 * Thread tags: [thread-safe] any thread at any time between the call and the return of run();
 * [plugin-thread] only the thread that called run().
 */
#ifndef BUSBAR_ABI_H
#define BUSBAR_ABI_H

#include <stddef.h>
#include <stdint.h>

/* NOLINTBEGIN: this header is C, so the rules for C++ names and types do not apply. */
#ifdef __cplusplus
extern "C" {
#endif

#define BUSBAR_ABI_MAJOR 1u /* differs: not loaded */
#define BUSBAR_ABI_MINOR 0u /* the plugin's may be at most the runtime's */

/* The largest frame, in octets, that send() takes and receive() gives. */
#define BUSBAR_FRAME_SIZE_MAX 65536u

/* Octets owned by whoever passes them; valid during the call unless said otherwise. */
typedef struct busbar_bytes {
    const uint8_t* data;
    size_t size;
} busbar_bytes;

typedef enum busbar_status {
    BUSBAR_OK = 0,
    BUSBAR_EMPTY = 1,   /* receive(): no frame waits */
    BUSBAR_FULL = 2,    /* send(): not taken, nothing of it, because too many answers wait to be
                           received; send again when some are */
    BUSBAR_REFUSED = 3, /* send(): too large, or not a Frame; dropped, counted and logged */
    BUSBAR_CLOSED = 4   /* the runtime has let go of the plugin: return from run() */
} busbar_status;

/* The runtime as a plugin sees it. Owned by the runtime; valid until run() returns. */
typedef struct busbar_host {
    uint32_t struct_size; /* sizeof(busbar_host) of the runtime */
    void* context;        /* hand it back to the functions below */

    /* Readable while a frame waits. Poll it, never read or close it. */
    int wake_fd;

    /* Puts one busbar.v1.Frame on the bus. The octets are copied.
     * Single messages of it that break a rule are dropped and counted; the rest is taken.
     * [thread-safe] */
    busbar_status (*send)(void* context, busbar_bytes frame);

    /* Takes the next busbar.v1.Frame off the bus. *frame is valid until the next call.
     * [plugin-thread] */
    busbar_status (*receive)(void* context, busbar_bytes* frame);
} busbar_host;

/* A plugin as the runtime sees it. */
typedef struct busbar_plugin {
    uint32_t struct_size; /* sizeof(busbar_plugin) of the plugin */
    uint32_t abi_major;   /* BUSBAR_ABI_MAJOR it was built with */
    uint32_t abi_minor;   /* BUSBAR_ABI_MINOR it was built with */

    /* Does all the plugin's work on the calling thread and returns after a Stop message: 0 when it
     * stopped as asked, anything else when it gave up (it is then started again with back-off).
     * May be called again after it returned, never twice at once. Must not throw. [plugin-thread]
     */
    int (*run)(const busbar_host* host);
} busbar_plugin;

#if defined(__GNUC__)
#define BUSBAR_EXPORT __attribute__((visibility("default")))
#else
#define BUSBAR_EXPORT
#endif

/* The one symbol a plugin exports. */
extern BUSBAR_EXPORT const busbar_plugin busbar_plugin_entry;

#ifdef __cplusplus
}
#endif
/* NOLINTEND */

#endif /* BUSBAR_ABI_H */
