// SPDX-License-Identifier: Apache-2.0
// Reads settings items and says what is wrong with them, field by field.
#include "knx/bridge/settings.hpp"

#include <algorithm>
#include <utility>

#include "knx/bridge/object_type.hpp"
#include "knx/protocol/dpt/type.hpp"
#include "knx/protocol/knxip/hpai.hpp"

namespace knx {
namespace {

constexpr int kListeningMax = 64;
constexpr double kDefaultPeriodSeconds = 5;

// The address, or 0/0/0 and a problem.
GroupAddress read_address(const std::string& item_id, std::string_view field,
                          const std::string& text, Problems& problems) {
    const auto address = parse_group_address(text);
    if (!address) {
        add_problem(problems, item_id, field, "bad_address", address.error().message);
    } else if (address->broadcast()) {
        add_problem(problems, item_id, field, "bad_address",
                    "0/0/0 is the broadcast address, not a group");
    } else {
        return *address;
    }
    return {};
}

GroupAddress read_optional_address(const std::string& item_id, std::string_view field,
                                   const std::string& text, Problems& problems) {
    return text.empty() ? GroupAddress{} : read_address(item_id, field, text, problems);
}

const Dpt* read_datapoint_type(const std::string& item_id, const std::string& text,
                               Problems& problems) {
    const auto dpt = find_dpt(text);
    if (dpt) return *dpt;
    add_problem(problems, item_id, "datapoint_type", "unknown_datapoint_type", dpt.error().message);
    return nullptr;
}

void check_host(const std::string& item_id, const std::string& host, Problems& problems) {
    if (host.empty()) {
        add_problem(problems, item_id, "host", "host_required",
                    "enter the host name or IP address of the KNX interface");
    } else if (host.find_first_of(" /:") != std::string::npos) {
        add_problem(problems, item_id, "host", "bad_host",
                    "enter only the host name or IP address, without port or path");
    }
}

void check_individual_address(const std::string& item_id, std::string_view field,
                              const std::string& text, Problems& problems) {
    if (text.empty()) return;
    const auto address = parse_individual_address(text);
    if (!address) add_problem(problems, item_id, field, "bad_address", address.error().message);
}

void check_multicast_address(const std::string& item_id, const std::string& text,
                             Problems& problems) {
    if (text.empty()) return;
    const auto address = parse_ipv4_address(text);
    const auto multicast = address && (address->front() & 0xf0) == 0xe0;
    if (multicast) return;
    add_problem(problems, item_id, "multicast_address", "bad_multicast_address",
                "'" + text + "' is no multicast address: those are 224.0.0.0 to 239.255.255.255");
}

// When it is asked for its state, and whether it tells. Who answers is not asked.
void read_reading(const std::string& item_id, const settings::GroupObject& item,
                  GroupObject& object, Problems& problems) {
    const auto asked = item.read() == settings::READ_MODE_AT_START;
    object.answers_reads = item.answer_reads();
    object.never_read = item.read() == settings::READ_MODE_NEVER || object.answers_reads;
    object.expiry = GroupObject::Minutes(item.expiry_minutes());
    if (asked && object.answers_reads) {
        add_problem(problems, item_id, "answer_reads", "answers_itself",
                    "an object that answers reads is not read itself: set read to never");
    }
    const auto event =
        object.dpt != nullptr && object_kind(*object.dpt) == busbar::v1::OBJECT_KIND_EVENT;
    object.read_at_start = object.can_be_read() && (asked || (object.reports() && !event));
}

}  // namespace

busbar::v1::Problem& add_problem(Problems& problems, const std::string& item_id,
                                 std::string_view field, std::string_view code,
                                 std::string message) {
    auto& problem = problems.emplace_back();
    problem.set_item_id(item_id);
    problem.set_field(std::string(field));
    problem.set_code(std::string(code));
    problem.set_message(std::move(message));
    return problem;
}

std::optional<GroupObject> read_object(const std::string& item_id,
                                       const settings::GroupObject& item, Problems& problems) {
    const auto problems_before = problems.size();
    GroupObject object;
    object.id = item.object().empty() ? item_id : item.object();
    object.interface.assign(item.interface());
    object.dpt = read_datapoint_type(item_id, item.datapoint_type(), problems);
    object.command =
        read_optional_address(item_id, "command_address", item.command_address(), problems);
    object.status =
        read_optional_address(item_id, "status_address", item.status_address(), problems);
    if (item.listening_addresses_size() > kListeningMax) {
        add_problem(problems, item_id, "listening_addresses", "too_many_addresses",
                    "an object listens to at most 64 further addresses");
    }
    // The device reports where it is told: as good as no status address.
    if (object.status == object.command) object.status = {};
    for (const auto& text : item.listening_addresses()) {
        const auto address = read_address(item_id, "listening_addresses", text, problems);
        const auto known = std::ranges::find(object.listening, address) != object.listening.end();
        if (!known && address != object.state_address()) object.listening.push_back(address);
    }
    if (problems.size() == problems_before && object.command.broadcast() &&
        object.status.broadcast() && object.listening.empty()) {
        add_problem(problems, item_id, "", "no_address",
                    "enter a command address, a status address or both");
    }
    read_reading(item_id, item, object, problems);
    if (problems.size() != problems_before) return std::nullopt;
    return object;
}

void check_interface(const std::string& item_id, const settings::Interface& item,
                     Problems& problems) {
    if (item.kind() == settings::INTERFACE_KIND_ROUTING) {
        check_multicast_address(item_id, item.multicast_address(), problems);
        check_individual_address(item_id, "own_address", item.own_address(), problems);
    } else if (item.kind() != settings::INTERFACE_KIND_VIRTUAL) {
        check_host(item_id, item.host(), problems);
        check_individual_address(item_id, "tunnel_address", item.tunnel_address(), problems);
    }
}

std::optional<SimulatedSensor> read_sensor(const std::string& item_id,
                                           const settings::SimulatedSensor& item,
                                           Problems& problems) {
    const auto problems_before = problems.size();
    SimulatedSensor sensor;
    sensor.interface = item.interface();
    sensor.address = read_address(item_id, "address", item.address(), problems);
    sensor.dpt = read_datapoint_type(item_id, item.datapoint_type(), problems);
    sensor.from = item.from();
    sensor.to = item.to();
    sensor.period_s = item.period_s() > 0 ? item.period_s() : kDefaultPeriodSeconds;
    if (sensor.dpt != nullptr) {
        const auto kind = describe(*sensor.dpt).kind;
        if (kind != ValueKind::Number && kind != ValueKind::Integer) {
            add_problem(problems, item_id, "datapoint_type", "not_a_number",
                        "a simulated sensor sends numbers; choose a type such as 9.001");
        }
    }
    if (!(sensor.from < sensor.to)) {
        add_problem(problems, item_id, "to", "bad_range",
                    "the largest value must be above the smallest");
    }
    if (problems.size() != problems_before) return std::nullopt;
    for (const auto value : {sensor.from, sensor.to}) {
        const auto payload = payload_of(*sensor.dpt, busbar::Value::number(value));
        if (payload) continue;
        add_problem(problems, item_id, value == sensor.to ? "to" : "from", "bad_range",
                    payload.error().message);
        return std::nullopt;
    }
    return sensor;
}

GroupStyle group_style(const settings::General& general) {
    switch (general.group_address_style()) {
        case settings::GROUP_ADDRESS_STYLE_TWO_LEVEL:
            return GroupStyle::TwoLevel;
        case settings::GROUP_ADDRESS_STYLE_FREE:
            return GroupStyle::Free;
        default:
            return GroupStyle::ThreeLevel;
    }
}

}  // namespace knx
