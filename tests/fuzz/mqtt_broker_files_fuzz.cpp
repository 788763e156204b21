// SPDX-License-Identifier: Apache-2.0
// Fuzzes what goes into Mosquitto's files: an address or a user name that is taken adds no line and
// no word to them.
#include <algorithm>
#include <vector>

#include "fuzz/input.hpp"
#include "mqtt-broker/protocol/configuration.hpp"
#include "mqtt-broker/protocol/password_file.hpp"

namespace {

using fuzz::expect;
using namespace mqtt_broker;

void one_line(const std::string& text) {
    expect(!text.empty() && text.find('\n') == text.size() - 1, "it is one line");
    expect(std::ranges::none_of(text, [](char c) { return c == '\0' || c == '\r'; }),
           "nothing in it ends it");
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = text.find('\n', start);
        expect(end != std::string::npos, "the last line is ended too");
        lines.push_back(text.substr(start, end - start + 1));
        start = end + 1;
    }
    return lines;
}

void address(const std::string& text) {
    if (!is_ip_address(text) && !is_interface_name(text)) {
        expect(!is_loopback(text), "a loopback address is an address");
        return;
    }
    Configuration configuration;
    configuration.reach = Reach::Lan;
    configuration.address = text;
    Configuration other = configuration;
    other.address = is_ip_address(text) ? "192.0.2.1" : "eth0";
    const auto lines = lines_of(mosquitto_conf(configuration, std::nullopt));
    const auto other_lines = lines_of(mosquitto_conf(other, std::nullopt));
    const bool loopback = text == "127.0.0.1" || text == "lo";
    expect(lines.size() + (loopback ? 2 : 0) == other_lines.size(), "an address adds no line");
    for (const auto& line : lines) {
        one_line(line);
        const bool ours = line.starts_with('#') ||
                          line.find(' ', line.find(' ') + 1) == std::string::npos ||
                          line.starts_with("listener ");
        expect(ours, "an address is one word");
    }
}

void user(const std::string& name) {
    if (!username_fault(name).empty()) return;
    PasswordHash hash;
    const auto line = password_line(name, hash);
    one_line(line);
    expect(line.find(':') == name.size() && line.starts_with(name), "the name ends at its colon");
    const auto lines = lines_of(acl({{name, {}}}, {}));
    expect(lines.size() == 3 && lines[0] == "user " + name + "\n", "the name is its line");
}

void right(const std::string& pattern) {
    if (!pattern_fault(pattern).empty()) return;
    Users users;
    users["anna"].rights = {{Access::Read, pattern}};
    const auto lines = lines_of(acl(users, {}));
    expect(lines.size() <= 2 && lines[0] == "user anna\n", "a right is one line");
    if (lines.size() == 2) one_line(lines[1]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto text = input.rest_as_text();
    address(text);
    user(text);
    right(text);
    return 0;
}
