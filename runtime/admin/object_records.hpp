// SPDX-License-Identifier: Apache-2.0
// The resource "objects/{id}": an object with what the user says of it, and virtual objects.
//
// GET     objects/{id}   the object, its state, and "record" (null without one); ETag of the record
// POST    objects        {"id", "name", "room", "virtual": {…}} makes a record
// PUT, PATCH, DELETE objects/{id}  {"name", "room", "virtual"} replaces, changes, removes the
// record Changes answer as GET does. Thread: the runtime loop.
#pragma once

#include "admin/environment.hpp"
#include "admin/router.hpp"

namespace busbar {

void add_object_record_routes(Router& router, const AdminEnvironment& environment);

}  // namespace busbar
