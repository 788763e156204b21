// SPDX-License-Identifier: Apache-2.0
// Fuzzes CSV: rows that are read without an error are the same when they were written and read
// again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "mqtt-client/protocol/csv.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqtt_client;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::vector<std::vector<std::string>> rows;
    std::size_t line = 0;
    for (const auto& row : read_csv(text)) {
        if (row.line <= line || row.fields.empty()) std::abort();
        line = row.line;
        if (row.error.empty() && row.fields.size() > 1) rows.push_back(row.fields);
    }
    std::string written;
    write_csv({"head", "of two"}, written);  // says that commas separate
    for (const auto& fields : rows) write_csv({fields.begin(), fields.end()}, written);
    const auto again = read_csv(written);
    if (again.size() != rows.size() + 1) std::abort();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!again[i + 1].error.empty() || again[i + 1].fields != rows[i]) std::abort();
    }
    return 0;
}
