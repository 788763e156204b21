// SPDX-License-Identifier: Apache-2.0
// Statuses and figures in JSON.
#include "admin/status_json.hpp"

namespace busbar {

Json write_status(const v1::StatusChanged& status) {
    auto figures = Json::array();
    for (const auto& figure : status.figures()) {
        Json json = {{"name", figure.name()}};
        if (figure.text().empty()) {
            json["value"] = figure.value();
        } else {
            json["text"] = figure.text();
        }
        figures.push_back(std::move(json));
    }
    Json json = {{"collection", status.collection()},
                 {"item", status.item_id()},
                 {"state", v1::StatusState_Name(status.state())},
                 {"text", status.text()},
                 {"figures", std::move(figures)}};
    if (status.removed()) json["removed"] = true;
    return json;
}

Json write_figures(const BusFigures& figures) {
    return {{"statesIn", figures.states_in},     {"eventsIn", figures.events_in},
            {"commandsIn", figures.commands_in}, {"refused", figures.refused},
            {"turnedBack", figures.turned_back}, {"framesOut", figures.frames_out},
            {"statesOut", figures.states_out},   {"conflated", figures.conflated},
            {"dropped", figures.dropped},        {"depth", figures.depth},
            {"oldestMs", figures.oldest_ms}};
}

}  // namespace busbar
