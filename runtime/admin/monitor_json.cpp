// SPDX-License-Identifier: Apache-2.0
// Monitor records in JSON that keeps its order.
#include "admin/monitor_json.hpp"

#include <nlohmann/json.hpp>

#include "admin/value_json.hpp"
#include "admin/wall_time.hpp"
#include "busbar/convert.hpp"

namespace busbar {

std::string write_monitor_record(const std::string& plugin, const v1::MonitorRecord& record) {
    using Ordered = nlohmann::ordered_json;
    Ordered json = {{"plugin", plugin}, {"time", wall_time_text(record.time_us())}};
    if (record.missed() > 0) json["missed"] = record.missed();
    auto columns = Ordered::object();
    for (const auto& column : record.columns()) {
        columns[column.name()] = Ordered(write_value(to_value(column.value())));
    }
    json["columns"] = std::move(columns);
    return json.dump(-1, ' ', false, Ordered::error_handler_t::replace);
}

}  // namespace busbar
