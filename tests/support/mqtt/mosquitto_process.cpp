// SPDX-License-Identifier: Apache-2.0
// MosquittoProcess: mosquitto's configuration file, and a socket to see whether it serves.
#include "support/mqtt/mosquitto_process.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <utility>

#include "support/free_port.hpp"

namespace busbar::testing {
namespace {

constexpr auto kMosquitto = "/usr/sbin/mosquitto";  // not in everybody's PATH

bool accepts(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected =
        ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    return connected;
}

}  // namespace

MosquittoProcess::MosquittoProcess(std::string configuration)
    : configuration_(std::move(configuration)), port_(free_port()) {}

Status MosquittoProcess::add_user(const std::string& name, const std::string& password) {
    std::ofstream(directory_.file("passwd"), std::ios::app).close();
    BUSBAR_CHECK(run({"mosquitto_passwd", "-b", directory_.file("passwd"), name, password}));
    users_ = true;
    return {};
}

Status MosquittoProcess::start() {
    write_configuration();
    process_ = BUSBAR_TRY(Process::start({kMosquitto, "-c", directory_.file("mosquitto.conf")}));
    const bool serves = eventually([this] { return process_->ended() || accepts(port_); });
    if (!serves || process_->ended()) {
        return fail(ErrorCode::Unavailable, "mosquitto does not serve: " + log());
    }
    return {};
}

void MosquittoProcess::stop() { process_->stop(); }

void MosquittoProcess::kill() { process_->kill(); }

void MosquittoProcess::freeze() { process_->signal(SIGSTOP); }

void MosquittoProcess::thaw() { process_->signal(SIGCONT); }

Status MosquittoProcess::publish(const std::string& topic, const std::string& payload,
                                 const std::vector<std::string>& options) const {
    std::vector<std::string> words{
        "mosquitto_pub", "-h", "127.0.0.1", "-p", std::to_string(port_), "-t",
        topic,           "-m", payload};
    words.insert(words.end(), options.begin(), options.end());
    BUSBAR_CHECK(run(words));
    return {};
}

void MosquittoProcess::write_configuration() const {
    std::ofstream file(directory_.file("mosquitto.conf"));
    file << "listener " << port_ << " 127.0.0.1\n"
         << "allow_anonymous " << (users_ ? "false" : "true") << "\n"
         << (users_ ? "password_file " + directory_.file("passwd") + "\n" : "")
         << (::geteuid() == 0 ? "user root\n" : "")  // else it could not read its own folder
         << "max_queued_messages 100000\n"           // its default of 1,000 drops a burst silently
            "set_tcp_nodelay true\n"
            "log_dest stderr\nlog_type all\n"
         << configuration_;
}

}  // namespace busbar::testing
