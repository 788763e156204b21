// SPDX-License-Identifier: Apache-2.0
// Description blocks as JSON: only what the server told is there.
#include "knx/tool/description_json.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "knx/protocol/dpt/hex.hpp"

namespace knx {

using nlohmann::json;

namespace {

std::string colons(ByteSpan octets) {
    std::string text;
    for (const auto octet : octets) {
        if (!text.empty()) text += ':';
        text += to_hex({&octet, 1});
    }
    return text;
}

std::string dotted(ByteSpan octets) {
    std::string text;
    for (const auto octet : octets) {
        if (!text.empty()) text += '.';
        text += std::to_string(octet);
    }
    return text;
}

std::string family_word(Family family) {
    switch (family) {
        case Family::Core:
            return "core";
        case Family::DeviceManagement:
            return "device management";
        case Family::Tunnelling:
            return "tunnelling";
        case Family::Routing:
            return "routing";
        case Family::RemoteLogging:
            return "remote logging";
        case Family::RemoteDiagnosis:
            return "remote diagnosis";
        case Family::ObjectServer:
            return "object server";
        case Family::Security:
            return "security";
    }
    return std::to_string(static_cast<unsigned>(family));
}

std::string medium_word(Medium medium) {
    switch (medium) {
        case Medium::Tp1:
            return "TP1";
        case Medium::Pl110:
            return "PL110";
        case Medium::Rf:
            return "RF";
        case Medium::Ip:
            return "IP";
    }
    return std::to_string(static_cast<unsigned>(medium));
}

json families_json(const std::vector<FamilyVersion>& families) {
    auto object = json::object();
    for (const auto& [family, version] : families) object[family_word(family)] = version;
    return object;
}

json device_json(const DeviceInfo& device) {
    return {{"name", device.name},
            {"medium", medium_word(device.medium)},
            {"individual_address", to_string(device.address)},
            {"programming_mode", device.programming_mode},
            {"serial_number", colons(device.serial_number)},
            {"mac_address", colons(device.mac_address)},
            {"multicast_address", dotted(device.multicast_address)}};
}

json tunnels_json(const std::vector<TunnelSlot>& tunnels) {
    auto list = json::array();
    for (const auto& slot : tunnels) {
        list.push_back({{"individual_address", to_string(slot.address)},
                        {"free", slot.free},
                        {"authorised", slot.authorised},
                        {"usable", slot.usable}});
    }
    return list;
}

std::string parameter_word(SearchParameter::Type type) {
    switch (type) {
        case SearchParameter::Type::ProgrammingMode:
            return "programming mode";
        case SearchParameter::Type::MacAddress:
            return "MAC address";
        case SearchParameter::Type::ServiceFamily:
            return "service family";
        case SearchParameter::Type::RequestBlocks:
            return "description blocks";
    }
    return std::to_string(static_cast<unsigned>(type));
}

}  // namespace

json endpoint_json(const Hpai& hpai) {
    return to_string(hpai.endpoint) + (hpai.protocol == HostProtocol::Tcp ? "/tcp" : "");
}

json description_json(const DeviceDescription& description) {
    auto object = json::object();
    if (description.device) object["device"] = device_json(*description.device);
    if (!description.families.empty()) object["services"] = families_json(description.families);
    if (!description.secured.empty()) {
        object["secured_services"] = families_json(description.secured);
    }
    auto addresses = json::array();
    for (const auto address : description.addresses) addresses.push_back(to_string(address));
    if (!addresses.empty()) object["individual_addresses"] = std::move(addresses);
    if (description.max_apdu_length != 0) object["max_apdu_length"] = description.max_apdu_length;
    if (!description.tunnels.empty()) object["tunnels"] = tunnels_json(description.tunnels);
    return object;
}

json parameters_json(const std::vector<SearchParameter>& parameters) {
    auto list = json::array();
    for (const auto& parameter : parameters) {
        list.push_back({{"parameter", parameter_word(parameter.type)},
                        {"mandatory", parameter.mandatory},
                        {"data", to_hex(parameter.value)}});
    }
    return list;
}

}  // namespace knx
