// SPDX-License-Identifier: Apache-2.0
// The tables of the Store and how they came to be. Forward only.
#pragma once

#include <span>

#include "busbar/result.hpp"

namespace SQLite {
class Database;
}

namespace busbar {

// SQL, a step a version; the n-th leads to version n.
using MigrationSteps = std::span<const char* const>;
[[nodiscard]] MigrationSteps all_migrations();

// Brings a database to the newest version, each step in a transaction of its own; an empty one gets
// all steps. Before an older one is changed, "<file>.version-<n>" is made, a copy of it as it was.
// Fails with FailedPrecondition on a newer version or another program's database, and with
// Unavailable when the copy cannot be made; then nothing is changed.
// Lets SQLite's exceptions pass: the Store catches them.
[[nodiscard]] Status migrate(SQLite::Database& database, MigrationSteps steps = all_migrations());

}  // namespace busbar
