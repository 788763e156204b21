// SPDX-License-Identifier: Apache-2.0
// FakeHost: queues on both sides and an eventfd.
#include "busbar/testing/fake_host.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "busbar/convert.hpp"

namespace busbar::testing {

FakeHost::FakeHost()
    : abi_{sizeof(busbar_host), this, ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), &FakeHost::send,
           &FakeHost::receive} {
    if (abi_.wake_fd < 0) std::abort();
}

FakeHost::~FakeHost() { ::close(abi_.wake_fd); }

void FakeHost::give(v1::Message message) {
    v1::Frame frame;
    *frame.add_messages() = std::move(message);
    give_frame(frame.SerializeAsString());
}

void FakeHost::give_frame(std::string octets) {
    incoming_.push_back(std::move(octets));
    (void)::eventfd_write(abi_.wake_fd, 1);  // counts to 2^64: never full in a test
}

void FakeHost::close() {
    closed_ = true;
    (void)::eventfd_write(abi_.wake_fd, 1);
}

void FakeHost::give_hello(const std::string& plugin_id, const std::string& directory) {
    v1::Message message;
    auto& hello = *message.mutable_hello();
    hello.set_plugin_id(plugin_id);
    hello.set_runtime_version("0.1.0");
    hello.set_state_directory(directory);
    hello.set_run_directory(directory);
    hello.set_runtime_uuid("0123456789abcdef0123456789abcdef");
    give(std::move(message));
}

void FakeHost::give_item(const std::string& collection, const std::string& item_id,
                         const std::string& settings, bool started) {
    v1::Message message;
    auto& changed = *message.mutable_items_changed();
    changed.set_collection(collection);
    auto& item = *changed.add_items();
    item.set_id(item_id);
    item.set_settings(settings);
    item.set_revision(1);
    item.set_started(started);
    give(std::move(message));
}

void FakeHost::give_item_removed(const std::string& collection, const std::string& item_id) {
    v1::Message message;
    message.mutable_items_changed()->set_collection(collection);
    message.mutable_items_changed()->add_removed_ids(item_id);
    give(std::move(message));
}

void FakeHost::give_committed() {
    v1::Message message;
    message.mutable_items_committed();
    give(std::move(message));
}

void FakeHost::give_object(const v1::Object& object) {
    v1::Message message;
    *message.mutable_object_appeared()->mutable_object() = object;
    give(std::move(message));
}

void FakeHost::give_state(std::uint32_t object, const Value& value, const v1::Cause* cause) {
    v1::Message message;
    auto& state = *message.mutable_state_changed();
    state.set_object(object);
    to_message(value, *state.mutable_value());
    state.set_quality(v1::QUALITY_GOOD);
    if (cause != nullptr) *state.mutable_cause() = *cause;
    give(std::move(message));
}

void FakeHost::give_command(std::uint64_t id, std::uint32_t object, const Value& value) {
    v1::Message message;
    auto& command = *message.mutable_command();
    command.set_id(id);
    command.set_object(object);
    to_message(value, *command.mutable_value());
    command.set_trace_id(id);
    command.set_sender("test");
    give(std::move(message));
}

void FakeHost::give_action(std::uint64_t id, const std::string& collection,
                           const std::string& item_id, const std::string& action) {
    v1::Message message;
    auto& request = *message.mutable_action_request();
    request.set_id(id);
    request.set_collection(collection);
    request.set_item_id(item_id);
    request.set_action(action);
    give(std::move(message));
}

void FakeHost::give_stop() {
    v1::Message message;
    message.mutable_stop()->set_timeout_ms(1000);
    give(std::move(message));
}

std::vector<v1::Message> FakeHost::take() { return std::exchange(sent_, {}); }

busbar_status FakeHost::send(void* context, busbar_bytes bytes) {
    auto& self = *static_cast<FakeHost*>(context);
    if (self.full) return BUSBAR_FULL;
    v1::Frame frame;
    if (bytes.size > BUSBAR_FRAME_SIZE_MAX ||
        !frame.ParseFromArray(bytes.data, static_cast<int>(bytes.size))) {
        ++self.refused;
        return BUSBAR_REFUSED;
    }
    ++self.frames;
    for (auto& message : *frame.mutable_messages()) self.sent_.push_back(std::move(message));
    return BUSBAR_OK;
}

busbar_status FakeHost::receive(void* context, busbar_bytes* frame) {
    auto& self = *static_cast<FakeHost*>(context);
    if (self.closed_) return BUSBAR_CLOSED;
    eventfd_t ignored = 0;
    if (self.incoming_.size() <= 1) (void)::eventfd_read(self.abi_.wake_fd, &ignored);
    if (self.incoming_.empty()) return BUSBAR_EMPTY;
    self.current_ = std::move(self.incoming_.front());
    self.incoming_.pop_front();
    *frame = {reinterpret_cast<const std::uint8_t*>(self.current_.data()), self.current_.size()};
    return BUSBAR_OK;
}

}  // namespace busbar::testing
