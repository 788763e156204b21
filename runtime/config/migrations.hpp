// SPDX-License-Identifier: Apache-2.0
// The tables of the Store and how they came to be. Forward only.
#pragma once

#include "busbar/result.hpp"

namespace SQLite {
class Database;
}

namespace busbar {

// Brings a database to the newest version, each step in a transaction of its own; an empty one gets
// all steps. Fails with FailedPrecondition on a newer version or another program's database.
// Lets SQLite's exceptions pass: the Store catches them.
[[nodiscard]] Status migrate(SQLite::Database& database);

}  // namespace busbar
