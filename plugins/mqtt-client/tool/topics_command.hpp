// SPDX-License-Identifier: Apache-2.0
// `busbar mqtt-client topics`, `export`, `import`: topics of many objects at once.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "mqtt-client/tool/runtime_client.hpp"
#include "mqtt-client/tool/topic_table.hpp"

namespace mqtt_client {

// All end with the exit code of the program: 0 done, 1 refused, 2 a wrong file or option, 3 no
// runtime.

// Prints the topics that a template gives to the objects there are, as CSV. Changes nothing.
[[nodiscard]] int run_topics(const Ask& ask, TopicWish wish, std::ostream& out, std::ostream& err);

// Prints the assignments there are as CSV; of one connection unless it is empty.
[[nodiscard]] int run_export(const Ask& ask, const std::string& connection, std::ostream& out,
                             std::ostream& err);

struct ImportOptions {
    std::string file;                    // its name, for messages
    bool dry_run = false;                // only says what would be done
    std::vector<std::string> confirmed;  // codes of warnings
};

// Makes the assignments of a CSV file true, all of them or none. What is wrong is told with its
// line.
[[nodiscard]] int run_import(const Ask& ask, const std::string& csv, const ImportOptions& options,
                             std::ostream& out, std::ostream& err);

}  // namespace mqtt_client
