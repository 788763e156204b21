// SPDX-License-Identifier: Apache-2.0
// Fuzzes payload formats: settings and a message, whatever they are. What is taken can be reported
// in the same format, as JSON where a template says so, and words come back as themselves.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "mqtt-client/protocol/format.hpp"

namespace {

using namespace mqtt_client;

// Up to the next line end.
std::string_view line_of(std::string_view& rest) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

double number_of(std::string_view text, double otherwise) {
    const auto number = decode(text, Kind::Number);
    return number ? *number->get<double>() : otherwise;
}

}  // namespace

// A kind, then in lines: pointer, template, value, word, value, word, scale, offset; then the
// message.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto kind = static_cast<Kind>(data[0] % 7);
    std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    FormatSettings settings;
    settings.command_pointer = line_of(rest);
    settings.report_template = line_of(rest);
    for (int i = 0; i < 2; ++i) {
        const auto value = line_of(rest);
        const auto word = line_of(rest);
        if (!value.empty()) settings.words.push_back({std::string(value), std::string(word)});
    }
    settings.scale = number_of(line_of(rest), 1);
    settings.offset = number_of(line_of(rest), 0);
    const auto format = Format::make(settings);
    if (!format) return 0;
    const auto value = format->decode(rest, kind);
    if (!value) return 0;
    std::string report;
    if (!format->encode(*value, report)) return 0;  // scaled beyond a double
    if (!settings.report_template.empty() && !nlohmann::json::accept(report)) std::abort();
    if (!settings.report_template.empty() || !settings.command_pointer.empty()) return 0;
    if (settings.scale != 1 || settings.offset != 0) return 0;
    const auto again = format->decode(report, kind);
    const bool same = again && *again == *value;
    // A word may be what another value looks like, or have blanks around it that are none here.
    if (!same && settings.words.empty()) std::abort();
    return 0;
}
