// SPDX-License-Identifier: Apache-2.0
// EventStream: one request, then lines until an empty one.
#include "knx/tool/event_stream.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>

namespace knx {

using busbar::ErrorCode;
using busbar::fail;

namespace {

constexpr std::size_t kTextMax = std::size_t{1024} * 1024;
constexpr int kOk = 200;

// "HTTP/1.1 404 Not Found" is 404; 0 for what is no HTTP.
int status_of(std::string_view head) {
    constexpr std::string_view kVersion = "HTTP/1.1 ";
    int status = 0;
    if (!head.starts_with(kVersion)) return 0;
    for (const char c : head.substr(kVersion.size(), 3)) {
        if (c < '0' || c > '9') return 0;
        status = status * 10 + (c - '0');
    }
    return status;
}

// The sentence of a problem (RFC 9457), or the status alone.
std::string sentence_of(int status, std::string_view body) {
    const auto problem = nlohmann::json::parse(body, nullptr, false);
    if (problem.is_object() && problem.contains("detail") && problem["detail"].is_string()) {
        return problem["detail"];
    }
    return "the runtime answers with status " + std::to_string(status);
}

}  // namespace

busbar::Status EventParser::feed(std::string_view text, std::vector<StreamEvent>& events) {
    text_ += text;
    if (head_) BUSBAR_CHECK(read_head());
    if (!head_) read_events(events);
    if (text_.size() <= kTextMax) return {};
    return fail(ErrorCode::Internal, "the runtime sends an event without end");
}

busbar::Status EventParser::read_head() {
    const auto end = text_.find("\r\n\r\n");
    if (end == std::string::npos) return {};
    const auto status = status_of(text_);
    if (status == 0) return fail(ErrorCode::Internal, "what answers at the socket is no runtime");
    if (status != kOk) {
        return fail(ErrorCode::InvalidArgument,
                    sentence_of(status, std::string_view(text_).substr(end + 4)));
    }
    text_.erase(0, end + 4);
    head_ = false;
    return {};
}

void EventParser::read_events(std::vector<StreamEvent>& events) {
    StreamEvent event;
    std::size_t begin = 0;  // of what is no complete event yet
    for (std::size_t at = 0;;) {
        const auto end = text_.find('\n', at);
        if (end == std::string::npos) break;
        auto line = std::string_view(text_).substr(at, end - at);
        if (line.ends_with('\r')) line.remove_suffix(1);
        at = end + 1;
        if (line.empty()) {
            if (!event.data.empty()) events.push_back(std::move(event));
            event = {};
            begin = at;
        } else if (line.starts_with("event: ")) {
            event.type = line.substr(7);
        } else if (line.starts_with("data: ")) {
            event.data += line.substr(6);
        }
    }
    text_.erase(0, begin);
}

busbar::Result<std::unique_ptr<EventStream>> EventStream::open(const std::string& socket,
                                                               const std::string& target) {
    const auto unavailable = [&](const std::string& why) {
        return fail(ErrorCode::Unavailable, "no runtime answers at " + socket + ": " + why);
    };
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket.size() >= sizeof address.sun_path) return unavailable("the path is too long");
    socket.copy(address.sun_path, socket.size());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return unavailable(std::generic_category().message(errno));
    std::unique_ptr<EventStream> stream(new EventStream(fd));
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return unavailable(std::generic_category().message(errno));
    }
    const auto request = "GET " + target + " HTTP/1.1\r\nHost: busbar\r\n\r\n";
    // A request is far smaller than what a fresh socket takes.
    if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
        return unavailable("it does not listen");
    }
    return stream;
}

EventStream::~EventStream() { ::close(fd_); }

busbar::Status EventStream::read(std::vector<StreamEvent>& events) {
    std::array<char, 65'536> some;
    const auto size = ::recv(fd_, some.data(), some.size(), 0);
    if (size < 0 && errno == EINTR) return {};
    if (size <= 0) return fail(ErrorCode::Unavailable, "the runtime has ended");
    return parser_.feed({some.data(), static_cast<std::size_t>(size)}, events);
}

}  // namespace knx
