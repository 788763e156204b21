// SPDX-License-Identifier: Apache-2.0
// AdminHouse: a whole runtime with its API, in a folder of the test's own, and a client of it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/json.hpp"

namespace busbar {

struct HttpAnswer {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
    Json json;  // null where the body is none
};

// The runtime loop turns on a thread of its own; all functions may be called by the test's.
class AdminHouse {
 public:
    AdminHouse();
    AdminHouse(const AdminHouse&) = delete;
    AdminHouse& operator=(const AdminHouse&) = delete;
    ~AdminHouse();

    // Opens the API. With the test plugin "good" where asked for; it runs then.
    enum class With : std::uint8_t { Nothing, Plugin };
    void open(With with = With::Nothing);
    void stop();

    // One request on a connection of its own. `headers` are whole lines: "If-Match: *".
    HttpAnswer ask(const std::string& method, const std::string& target, const Json& body = nullptr,
                   const std::vector<std::string>& headers = {});
    // Sends text as it is and reads until the server hangs up.
    std::string exchange(const std::string& text);

    // Runs `task` on the runtime loop and waits for it.
    void on_loop(const std::function<void()>& task);
    // A virtual object, as a user makes it: {"valueKind": …}.
    HttpAnswer make_virtual(const std::string& id, const Json& definition);

    [[nodiscard]] std::string socket() const;
    [[nodiscard]] std::string folder() const;

    struct Parts;
    [[nodiscard]] Parts& parts() { return *parts_; }

 private:
    std::unique_ptr<Parts> parts_;
};

// A connection that stays: for streams, and for several requests.
class HttpLine {
 public:
    explicit HttpLine(const std::string& socket);
    HttpLine(const HttpLine&) = delete;
    HttpLine& operator=(const HttpLine&) = delete;
    ~HttpLine();

    [[nodiscard]] bool connected() const { return fd_ >= 0; }
    void send(const std::string& text);
    // Reads until `what` has come, in all that came so far; false when the server hangs up first or
    // takes too long.
    [[nodiscard]] bool read_until(const std::string& what);
    // Reads until the server hangs up.
    void read_all();
    [[nodiscard]] const std::string& text() const { return text_; }
    void forget() { text_.clear(); }

 private:
    [[nodiscard]] bool read_some();
    int fd_ = -1;
    std::string text_;
};

}  // namespace busbar
