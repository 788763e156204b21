// SPDX-License-Identifier: Apache-2.0
// What Mosquitto says on its standard error, line by line. The wording is that of Mosquitto 2.0.11;
// a line it words otherwise in another version is Other and does no harm.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mqtt_broker {

enum class LogKind : std::uint8_t {
    Starting,         // detail: version, "2.0.11"
    Opening,          // it opens a listener; detail: its port
    Running,          // all listeners are open
    Reloading,        // it reads its files again; done before it serves the next client
    Terminating,      // it ends because it was asked to
    ClientConnected,  // detail: user name, empty when the client gave none
    LoginRefused,     // a client gave no or wrong credentials
    ClientRefused,    // too many connections
    Error,            // detail: the words behind "Error: "
    Warning,          // detail: the words behind "Warning: "
    Other,
};

struct LogLine {
    LogKind kind = LogKind::Other;
    std::string detail;

    friend bool operator==(const LogLine&, const LogLine&) = default;
};

// `line` has no line end. Client ids and user names in it are a stranger's words: a line is judged
// by how it begins, which is Mosquitto's, wherever that can be.
[[nodiscard]] LogLine parse_log_line(std::string_view line);

// The line as it may be logged: at most 500 octets, and '?' for every octet that is not printable
// ASCII.
[[nodiscard]] std::string printable(std::string_view line);

}  // namespace mqtt_broker
