// SPDX-License-Identifier: Apache-2.0
// InProcess: busbar_host on top of the bus, and the thread.
#include "plugin/in_process.hpp"

#include <pthread.h>

#include <system_error>

namespace busbar {

InProcess::InProcess(Loop& loop, Bus& bus, ParticipantId participant, const busbar_plugin& entry,
                     std::string name)
    : loop_(loop),
      bus_(bus),
      participant_(participant),
      entry_(entry),
      name_(std::move(name)),
      host_{sizeof(busbar_host), this, bus.wake_fd(participant), &InProcess::send,
            &InProcess::receive} {}

InProcess::~InProcess() {
    if (thread_.joinable()) thread_.join();
}

Status InProcess::start(std::function<void(int exit_code)> ended) {
    try {
        thread_ = std::thread([this, ended = std::move(ended)]() mutable {
            ::pthread_setname_np(::pthread_self(), name_.substr(0, 15).c_str());  // 15 is the most
            const auto code = entry_.run(&host_);
            loop_.post([ended = std::move(ended), code] { ended(code); });
        });
    } catch (const std::system_error& error) {
        return fail(ErrorCode::Unavailable,
                    std::string("no thread can be started: ") + error.what());
    }
    return {};
}

busbar_status InProcess::send(void* context, busbar_bytes frame) {
    auto& self = *static_cast<InProcess*>(context);
    return self.bus_.send(self.participant_, {frame.data, frame.size});
}

busbar_status InProcess::receive(void* context, busbar_bytes* frame) {
    auto& self = *static_cast<InProcess*>(context);
    if (!self.bus_.receive(self.participant_, self.frame_)) return BUSBAR_EMPTY;
    *frame = {reinterpret_cast<const std::uint8_t*>(self.frame_.data()), self.frame_.size()};
    return BUSBAR_OK;
}

}  // namespace busbar
