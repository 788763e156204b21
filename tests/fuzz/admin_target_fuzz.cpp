// SPDX-License-Identifier: Apache-2.0
// Fuzzes the addresses of the API: what is taken apart can be put together, and is the same
// address.
#include "admin/router.hpp"
#include "admin/target.hpp"
#include "fuzz/input.hpp"

namespace {

using fuzz::expect;

std::string escaped(const std::string& text) {
    constexpr const char* kDigits = "0123456789abcdef";
    std::string out;
    for (const auto c : text) {
        const auto octet = static_cast<unsigned char>(c);
        expect(octet >= 0x20 && octet != 0x7F, "there is no control character");
        out += '%';
        out += kDigits[octet >> 4U];
        out += kDigits[octet & 0xFU];
    }
    return out;
}

std::string written(const busbar::Target& target) {
    std::string out;
    for (const auto& segment : target.segments) out += '/' + escaped(segment);
    if (!target.segments.empty() && target.segments.back().empty()) out += '/';
    if (target.segments.empty()) out = "/";
    if (!target.action.empty()) out += ':' + escaped(target.action);
    char separator = '?';
    for (const auto& [name, value] : target.query) {
        out += separator + escaped(name) + '=' + escaped(value);
        separator = '&';
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto target = busbar::parse_target(input.rest_as_text());
    if (!target) return 0;
    expect(busbar::Router::body_size_max(*target) > 0, "every address has a limit");
    for (const auto& [name, value] : target->query) {
        (void)target->number(name, 0);
        (void)target->list(name);
    }
    const auto again = busbar::parse_target(written(*target));
    expect(again.has_value(), "what is put together is an address");
    expect(again->segments == target->segments && again->action == target->action &&
               again->query == target->query,
           "the same address");
    return 0;
}
