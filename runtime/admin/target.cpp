// SPDX-License-Identifier: Apache-2.0
// Target's parser. Splits first and decodes then, so that an encoded separator is none.
#include "admin/target.hpp"

#include <charconv>

namespace busbar {
namespace {

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto c = text[i];
        if (c == '+' && plus_is_space) c = ' ';
        if (c == '%') {
            const auto high = i + 2 < text.size() ? digit(text[i + 1]) : -1;
            const auto low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return fail(ErrorCode::InvalidArgument, "the address has a broken percent code");
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            return fail(ErrorCode::InvalidArgument, "the address has a control character");
        }
        decoded += c;
    }
    return decoded;
}

// Takes what is before `separator` off the front of `rest`, and the separator.
std::string_view take(std::string_view& rest, char separator) {
    const auto end = rest.find(separator);
    const auto part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return part;
}

Status parse_query(std::string_view text, std::map<std::string, std::string>& query) {
    constexpr bool kPlusIsSpace = true;
    while (!text.empty()) {
        auto value = take(text, '&');
        const auto name = BUSBAR_TRY(percent_decode(take(value, '='), kPlusIsSpace));
        if (!name.empty()) query[name] = BUSBAR_TRY(percent_decode(value, kPlusIsSpace));
    }
    return {};
}

}  // namespace

bool Target::flag(const std::string& name) const {
    const auto found = query.find(name);
    return found != query.end() && found->second != "0" && found->second != "false";
}

std::string Target::text(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::string{} : found->second;
}

std::vector<std::string> Target::list(const std::string& name) const {
    std::vector<std::string> parts;
    const auto all = text(name);
    for (std::string_view rest = all; !rest.empty();) {
        if (const auto part = take(rest, ','); !part.empty()) parts.emplace_back(part);
    }
    return parts;
}

Result<std::uint64_t> Target::number(const std::string& name, std::uint64_t otherwise) const {
    const auto written = text(name);
    if (written.empty()) return otherwise;
    std::uint64_t value = 0;
    const auto* end = written.data() + written.size();
    const auto [stop, error] = std::from_chars(written.data(), end, value);
    if (error == std::errc() && stop == end) return value;
    return fail(ErrorCode::InvalidArgument, "parameter " + name + " is not a whole number");
}

Result<Target> parse_target(std::string_view text) {
    if (text.empty() || text.front() != '/') {
        return fail(ErrorCode::InvalidArgument, "the address does not begin with '/'");
    }
    Target target;
    auto path = take(text, '?');
    BUSBAR_CHECK(parse_query(take(text, '#'), target.query));
    path.remove_prefix(1);
    const auto last = path.rfind('/');
    const auto colon = path.rfind(':');
    if (colon != std::string_view::npos && (last == std::string_view::npos || colon > last)) {
        target.action = BUSBAR_TRY(percent_decode(path.substr(colon + 1), false));
        path = path.substr(0, colon);
    }
    while (!path.empty()) {
        target.segments.push_back(BUSBAR_TRY(percent_decode(take(path, '/'), false)));
    }
    return target;
}

}  // namespace busbar
