// SPDX-License-Identifier: Apache-2.0
// One request, then all that comes until the runtime hangs up.
#include "mqtt-client/tool/runtime_client.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace mqtt_client {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using Json = nlohmann::json;

class Socket {
 public:
    Socket() : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }

    [[nodiscard]] bool connect(const std::string& path) const {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) {
            errno = ENAMETOOLONG;
            return false;
        }
        path.copy(address.sun_path, path.size());
        return fd_ >= 0 &&
               ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    [[nodiscard]] bool send(std::string_view text) const {
        while (!text.empty()) {
            const auto sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno != EINTR) return false;
            if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    [[nodiscard]] bool receive_all(std::string& text) const {
        std::array<char, 65'536> some{};
        for (;;) {
            const auto size = ::recv(fd_, some.data(), some.size(), 0);
            if (size == 0) return true;
            if (size < 0 && errno != EINTR) return false;
            if (size > 0) text.append(some.data(), static_cast<std::size_t>(size));
        }
    }

 private:
    const int fd_;
};

std::string request_text(const std::string& method, const std::string& target, const Json& body) {
    constexpr int kCompact = -1;
    const auto text =
        body.is_null() ? "" : body.dump(kCompact, ' ', false, Json::error_handler_t::replace);
    return method + ' ' + target +
           " HTTP/1.1\r\nHost: busbar\r\nConnection: close\r\n"
           "Content-Type: application/json\r\nContent-Length: " +
           std::to_string(text.size()) + "\r\n\r\n" + text;
}

}  // namespace

busbar::Result<Answer> parse_answer(std::string_view text) {
    constexpr std::string_view kVersion = "HTTP/1.1 ";
    constexpr std::size_t kStatusSize = 3;
    const auto end = text.find("\r\n\r\n");
    const auto digits = text.substr(std::min(kVersion.size(), text.size()), kStatusSize);
    if (!text.starts_with(kVersion) || end == std::string_view::npos ||
        digits.find_first_not_of("0123456789") != std::string_view::npos) {
        return fail(ErrorCode::Internal, "what answers at the socket is no runtime");
    }
    Answer answer;
    answer.status = std::stoi(std::string(digits));
    auto body = Json::parse(text.substr(end + 4), nullptr, false);
    if (!body.is_discarded()) answer.body = std::move(body);
    return answer;
}

Ask runtime_at(const std::string& socket) {
    return [socket](const std::string& method, const std::string& target,
                    const Json& body) -> busbar::Result<Answer> {
        const Socket line;
        std::string text;
        // An answer may come before all of a body has been taken: it says why.
        if (!line.connect(socket) ||
            (!line.send(request_text(method, target, body)) && errno != EPIPE) ||
            !line.receive_all(text)) {
            return fail(ErrorCode::Unavailable, "no runtime answers at " + socket + " (" +
                                                    std::generic_category().message(errno) +
                                                    "); does busbard run?");
        }
        return parse_answer(text);
    };
}

}  // namespace mqtt_client
