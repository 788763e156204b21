// SPDX-License-Identifier: Apache-2.0
// The resources "plugins/{plugin}/{collection}" and "…/{item}": a plugin's settings.
//
// GET     {collection}   {"items": [ITEM…]}
// POST    {collection}   {"id", "settings": {…}, "started"} makes an item
// GET     {item}         ITEM: {"id", "settings", "revision", "appliedRevision", "started",
//                        "status"}; ETag; "status" is null where the item says nothing of itself
// PUT     {item}         {"settings": {…}, "started"} replaces it; makes it with If-Match "0"
// PATCH   {item}         {"settings": {…}, "started"} changes what is named; null clears
// DELETE  {item}         removes it
// Changes answer as GET does. Thread: the runtime loop.
#pragma once

#include "admin/environment.hpp"
#include "admin/router.hpp"

namespace busbar {

void add_item_routes(Router& router, const AdminEnvironment& environment);

}  // namespace busbar
