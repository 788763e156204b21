// SPDX-License-Identifier: Apache-2.0
// AdminHouse on a real loop, and a client on plain sockets.
#include "runtime/admin/admin_house.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <future>

#include "runtime/admin/house_parts.hpp"
#include "support/eventually.hpp"

namespace busbar {

AdminHouse::AdminHouse() : parts_(std::make_unique<Parts>()) {
    auto& house = *parts_;
    house.configuration = Configuration::open(house.directory.path()).value();
    PluginEnvironment environment{
        house.loop,
        house.bus,
        house.log,
        house.directory.path() / "state",
        house.directory.path() / "run",
        house.configuration->runtime_uuid(),
        {},
        [&house](const std::string& plugin) {
            if (house.admin) house.admin->plugin_changed(plugin);
        },
        [&house](const std::string& plugin, const v1::StatusChanged& status) {
            if (house.admin) house.admin->status_changed(plugin, status);
        },
        [&house](const std::string& plugin, std::string record, std::uint64_t missed) {
            if (house.admin) house.admin->monitor_record(plugin, std::move(record), missed);
        }};
    house.plugins = std::make_unique<PluginManager>(std::move(environment), *house.configuration);
    house.changes = std::make_unique<Changes>(house.bus, *house.configuration, *house.plugins);
    house.thread = std::thread([&house] { house.loop.run(); });
    on_loop([&house] { house.expire(); });
}

AdminHouse::~AdminHouse() {
    stop();
    std::promise<void> stopped;
    parts_->loop.post([&] {
        parts_->plugins->stop_all(std::chrono::seconds(5), [&](auto) { stopped.set_value(); });
    });
    stopped.get_future().wait();
    parts_->loop.post([this] { parts_->loop.quit(); });
    parts_->thread.join();
}

void AdminHouse::open(With with) {
    const auto folder = parts_->directory.path() / "plugins";
    std::filesystem::create_directories(folder);
    if (with == With::Plugin) {
        std::filesystem::copy(std::filesystem::path(BUSBAR_TEST_PLUGINS) / "good", folder / "good",
                              std::filesystem::copy_options::recursive);
    }
    on_loop([&] {
        parts_->plugins->scan(folder);
        auto admin = Admin::open(parts_->environment(), socket());
        ASSERT_TRUE(admin) << admin.error().message;
        parts_->admin = std::move(*admin);
        parts_->plugins->start_all();
    });
}

void AdminHouse::stop() {
    on_loop([this] { parts_->admin.reset(); });
}

void AdminHouse::on_loop(const std::function<void()>& task) {
    std::promise<void> done;
    parts_->loop.post([&] {
        task();
        done.set_value();
    });
    done.get_future().wait();
}

std::string AdminHouse::socket() const { return parts_->directory.file("busbar.sock"); }
std::string AdminHouse::folder() const { return parts_->directory.path().string(); }

HttpAnswer AdminHouse::ask(const std::string& method, const std::string& target, const Json& body,
                           const std::vector<std::string>& headers) {
    auto text = method + ' ' + target + " HTTP/1.1\r\nHost: t\r\nConnection: close\r\n";
    for (const auto& header : headers) text += header + "\r\n";
    const auto content = body.is_null() ? std::string{} : body.dump();
    text += "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content;
    const auto all = exchange(text);
    HttpAnswer answer;
    const auto end = all.find("\r\n\r\n");
    if (!all.starts_with("HTTP/1.1 ") || end == std::string::npos) return answer;
    answer.status = std::stoi(all.substr(9, 3));
    answer.body = all.substr(end + 4);
    for (auto at = all.find("\r\n"); at < end;) {
        const auto next = all.find("\r\n", at + 2);
        const auto line = all.substr(at + 2, next - at - 2);
        auto name = line.substr(0, line.find(':'));
        std::transform(name.begin(), name.end(), name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        answer.headers[name] = line.substr(std::min(line.size(), name.size() + 2));
        at = next;
    }
    const auto json = Json::parse(answer.body, nullptr, false);
    if (!json.is_discarded()) answer.json = json;
    return answer;
}

std::string AdminHouse::exchange(const std::string& text) {
    HttpLine line(socket());
    line.send(text);
    line.read_all();
    return line.text();
}

HttpAnswer AdminHouse::make_virtual(const std::string& id, const Json& definition) {
    return ask("POST", "/api/v1/objects", {{"id", id}, {"virtual", definition}});
}

HttpLine::HttpLine(const std::string& socket)
    : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket.copy(address.sun_path, sizeof address.sun_path - 1);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    ::close(fd_);
    fd_ = -1;
}

HttpLine::~HttpLine() {
    if (fd_ >= 0) ::close(fd_);
}

void HttpLine::send(const std::string& text) {
    for (std::size_t sent = 0; sent < text.size();) {
        const auto size = ::send(fd_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (size <= 0) return;  // the server has said no already
        sent += static_cast<std::size_t>(size);
    }
}

bool HttpLine::read_some() {
    pollfd wait{fd_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(testing::kPatience.count())) <= 0) return false;
    std::string some(65'536, '\0');
    const auto size = ::recv(fd_, some.data(), some.size(), 0);
    if (size <= 0) return false;
    text_.append(some, 0, static_cast<std::size_t>(size));
    return true;
}

bool HttpLine::read_until(const std::string& what) {
    while (text_.find(what) == std::string::npos) {
        if (!read_some()) return false;
    }
    return true;
}

void HttpLine::read_all() {
    while (read_some()) {
    }
}

}  // namespace busbar
