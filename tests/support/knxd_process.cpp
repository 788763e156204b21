// SPDX-License-Identifier: Apache-2.0
// KnxdProcess: knxd's configuration file, and knxtool for the telegrams.
#include "support/knxd_process.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace busbar::testing {
namespace {

constexpr auto kProbe = "0/0/1";

std::string hex(std::uint8_t octet) {
    std::array<char, 3> text{};
    (void)std::snprintf(text.data(), text.size(), "%02x", octet);
    return text.data();
}

}  // namespace

KnxdProcess::KnxdProcess(Routing routing, int tunnels) { write_configuration(routing, tunnels); }

void KnxdProcess::write_configuration(Routing routing, int tunnels) {
    std::ofstream file(directory_.file("knxd.ini"));
    file << "[main]\nname = knxd\naddr = 1.1.1\nclient-addrs = 1.1.10:" << tunnels
         << "\n"
            "connections = server,dummy,unix\ncache = gc\n"
            "[gc]\n"
            "[server]\nserver = ets_router\ntunnel = tunnel\ndiscover = true\ninterface = lo\n"
         << "port = " << kPort << "\nmulticast-address = 224.0.23.12\n"
         << (routing == Routing::On ? "router = router\n[router]\n" : "")
         << "[tunnel]\n"
            "[dummy]\ndriver = dummy\n"
            "[unix]\nserver = knxd_unix\nsystemd-ignore = false\n"  // else it opens no socket
         << "path = " << directory_.file("knxd.sock") << "\n";
}

Status KnxdProcess::start() {
    std::filesystem::remove(directory_.file("knxd.sock"));
    process_ = BUSBAR_TRY(Process::start({"knxd", directory_.file("knxd.ini"), "main"}));
    const bool answers = eventually([this] { return process_->ended() || read(kProbe); });
    if (!answers || process_->ended()) {
        return fail(ErrorCode::Unavailable, "knxd does not serve: " + log());
    }
    return {};
}

void KnxdProcess::stop() { process_->stop(); }

void KnxdProcess::kill() { process_->kill(); }

void KnxdProcess::halt() { process_->signal(SIGSTOP); }

void KnxdProcess::go_on() { process_->signal(SIGCONT); }

Status KnxdProcess::write(const std::string& group, std::uint8_t value) {
    BUSBAR_CHECK(run({"knxtool", "groupswrite", socket(), group, hex(value)}));
    return {};
}

Status KnxdProcess::write(const std::string& group, const std::vector<std::uint8_t>& octets) {
    std::vector<std::string> words{"knxtool", "groupwrite", socket(), group};
    for (const auto octet : octets) words.push_back(hex(octet));
    BUSBAR_CHECK(run(words));
    return {};
}

Status KnxdProcess::read(const std::string& group) {
    BUSBAR_CHECK(run({"knxtool", "groupread", socket(), group}));
    return {};
}

Result<std::unique_ptr<KnxdGroupSocket>> KnxdProcess::group_socket() const {
    return KnxdGroupSocket::open(directory_.file("knxd.sock"));
}

Result<std::unique_ptr<Process>> KnxdProcess::listen() {
    auto listener = BUSBAR_TRY(Process::start({"knxtool", "groupsocketlisten", socket()}));
    // knxtool does not say when it listens: ask the bus until it shows the question.
    const bool listens = eventually(
        [&] { return read(kProbe) && listener->wait_for(kProbe, std::chrono::milliseconds(100)); });
    if (!listens)
        return fail(ErrorCode::Unavailable, "knxtool hears nothing: " + listener->errors());
    return listener;
}

}  // namespace busbar::testing
