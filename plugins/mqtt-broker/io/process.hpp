// SPDX-License-Identifier: Apache-2.0
// Process: a child process that never outlives us, whatever happens to us.
//
// Between fork and exec the child drops to its user and then asks the kernel for SIGTERM at the
// death of its parent, in this order: the other way round the kernel forgets it. The signal is tied
// to the thread that forks, not to the process: that is the plugin's thread, which lives until
// run() returns, and by then this object is gone and the child with it.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/loop.hpp"
#include "busbar/result.hpp"
#include "mqtt-broker/io/account.hpp"
#include "mqtt-broker/io/descriptor.hpp"

namespace mqtt_broker {

// What to start.
struct ProgramCall {
    std::string program;                   // path
    std::vector<std::string> arguments;    // without the program's name
    std::vector<std::string> environment;  // all of it: "NAME=value"
    int directory_fd = -1;                 // works there; borrowed
    int inherited_fd = -1;                 // its as well, with the same number; borrowed
    std::optional<Account> account;        // as whom; none: as ourselves
};

// How it ended.
struct Exit {
    int code = 0;    // when signal is 0
    int signal = 0;  // that ended it

    // "exit code 1", "signal 9"
    [[nodiscard]] std::string words() const;
};

class Process {
 public:
    using OnLine = std::function<void(std::string_view line)>;
    using OnExit = std::function<void(Exit exit)>;

    // Everything is called on the loop's thread. `on_line` gets what the process writes to its
    // output and its error output, without line ends, in pieces of at most 4,096 octets; `on_exit`
    // is called once, after the last line, and may destroy the Process. Fails when the program
    // cannot be executed.
    [[nodiscard]] static busbar::Result<std::unique_ptr<Process>> start(busbar::Loop& loop,
                                                                        const ProgramCall& call,
                                                                        OnLine on_line,
                                                                        OnExit on_exit);

    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    // Ends it if it still runs: SIGTERM, after 800 ms SIGKILL; returns when it is gone. Calls
    // nothing back.
    ~Process();

    [[nodiscard]] pid_t pid() const { return pid_; }
    // Harmless when it has ended.
    void send_signal(int signal) const;
    // Delivers the lines that it has written by now.
    void read_output() { on_output(); }

 private:
    Process(busbar::Loop& loop, pid_t pid, Descriptor pidfd, Descriptor output, OnLine on_line,
            OnExit on_exit);
    void on_output();
    // False when there is nothing more now.
    bool read_once();
    void deliver_lines();
    void on_ended();
    [[nodiscard]] Exit reap() const;

    busbar::Loop& loop_;
    pid_t pid_;
    Descriptor pidfd_;
    Descriptor output_;
    OnLine on_line_;
    OnExit on_exit_;
    std::string line_;  // begun, not ended
    bool ended_ = false;
};

// The path of a program: the first in PATH, then in /usr/sbin. Fails with NotFound.
[[nodiscard]] busbar::Result<std::string> find_program(std::string_view name);

}  // namespace mqtt_broker
