package org.kanworkbench.files.peer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.TensorType;

/**
 * Reads the pickle of a PyTorch state_dict from an untrusted file. It supports only what
 * {@code torch.save(model.state_dict(), …)} writes: dictionaries with string keys, tuples, numbers, and tensors over
 * storages. Every other instruction, class or function is rejected before it is looked up.
 */
final class StateDictUnpickler extends Unpickler {

    private static final String ADVICE = ": save the network's state_dict() alone, with torch.save";
    private static final String DAMAGED = "has a damaged data.pkl";

    private static final Set<Short> PLAIN_INSTRUCTIONS = Set.of(
            Opcodes.PROTO,
            Opcodes.FRAME,
            Opcodes.MARK,
            Opcodes.STOP,
            Opcodes.NONE,
            Opcodes.NEWTRUE,
            Opcodes.NEWFALSE,
            Opcodes.BININT,
            Opcodes.BININT1,
            Opcodes.BININT2,
            Opcodes.LONG1,
            Opcodes.SHORT_BINUNICODE,
            Opcodes.EMPTY_TUPLE,
            Opcodes.TUPLE,
            Opcodes.TUPLE1,
            Opcodes.TUPLE2,
            Opcodes.TUPLE3,
            Opcodes.BINPUT,
            Opcodes.LONG_BINPUT,
            Opcodes.MEMOIZE,
            Opcodes.BINGET,
            Opcodes.LONG_BINGET,
            Opcodes.BINPERSID);

    /** Supported storages by PyTorch's names. */
    private static final Map<String, TensorType> STORAGES = Map.of(
            "torch.FloatStorage", TensorType.F32,
            "torch.DoubleStorage", TensorType.F64,
            "torch.HalfStorage", TensorType.F16,
            "torch.BFloat16Storage", TensorType.BF16,
            "torch.LongStorage", TensorType.I64);

    /** The only functions that a pickle may call. */
    private static final Map<String, IObjectConstructor> CALLS = Map.of(
            "collections.OrderedDict", StateDictUnpickler::dictionary,
            "torch._utils._rebuild_tensor_v2", StateDictUnpickler::tensor);

    /**
     * A storage: an array of numbers in a separate zip entry.
     *
     * @param size in numbers
     */
    record Storage(TensorType type, String key, long size) {

        Storage {
            if (size < 0 || !key.matches("[0-9]{1,9}")) {
                throw new Refusal(DAMAGED + ": no storage can be " + key + " of " + size + " values");
            }
        }

        long bytes() {
            return Math.multiplyExact(size, type.bytes());
        }
    }

    /** A tensor over a storage; offset and strides in numbers. */
    record View(Storage storage, long offset, List<Integer> shape, List<Long> strides) {

        long size() {
            return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        }

        View {
            long size = 1;
            long last = offset;
            for (int d = 0; d < shape.size(); d++) {
                size = Math.multiplyExact(size, (long) shape.get(d));
                last = Math.addExact(last, Math.multiplyExact(shape.get(d) - 1L, strides.get(d)));
            }
            boolean inside = size == 0 || last < storage.size();
            if (shape.size() != strides.size() || offset < 0 || size > storage.size() || !inside) {
                throw new Refusal(DAMAGED + ": a tensor of shape " + shape + " does not fit into storage "
                        + storage.key() + " of " + storage.size() + " values");
            }
        }
    }

    /** An error in words that follow "it"; the library's constructors allow no other exception. */
    private static final class Refusal extends PickleException {

        Refusal(String what) {
            super(what);
        }
    }

    private StateDictUnpickler() {}

    /** The tensors of a state_dict by name; the caller adds the file name to errors. */
    static Map<String, View> read(byte[] pickle) throws ModelFileException {
        try {
            return views(new StateDictUnpickler().load(new ByteArrayInputStream(pickle)));
        } catch (Refusal e) {
            throw new ModelFileException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            // Inconsistent content: an empty stack, a number in place of a name.
            throw new ModelFileException(DAMAGED + ADVICE, e);
        }
    }

    private static Map<String, View> views(Object root) {
        if (!(root instanceof Map<?, ?> map)) {
            throw new Refusal("holds no state_dict" + ADVICE);
        }
        Map<String, View> views = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!(value instanceof View view)) {
                throw new Refusal(
                        "holds more than a state_dict: '" + shortened((String) name) + "' is not a tensor" + ADVICE);
            }
            if (!name.equals(shortened((String) name))) {
                throw new Refusal("has a tensor with an impossible name, " + shortened((String) name) + ADVICE);
            }
            views.put((String) name, view);
        });
        return views;
    }

    @Override
    protected Object dispatch(short key) throws IOException {
        switch (key) {
            case Opcodes.GLOBAL -> stack.add(permitted(PickleUtils.readline(input), PickleUtils.readline(input)));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                stack.add(permitted((String) stack.pop(), name));
            }
            case Opcodes.BINUNICODE -> {
                checkLength();
                super.dispatch(key);
            }
            case Opcodes.REDUCE -> {
                Object[] arguments = (Object[]) stack.pop();
                stack.add(((IObjectConstructor) stack.pop()).construct(arguments));
            }
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<String, Object>());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                put(Arrays.asList(stack.pop(), value));
            }
            case Opcodes.SETITEMS -> put(stack.pop_all_since_marker());
            // The state_dict's version metadata. The library would look for a method to call.
            case Opcodes.BUILD -> stack.pop();
            default -> {
                if (!PLAIN_INSTRUCTIONS.contains(key)) {
                    throw new Refusal("holds more than tensors (pickle instruction " + key + ")" + ADVICE);
                }
                return super.dispatch(key);
            }
        }
        return NO_RETURN_VALUE;
    }

    private static Object permitted(String module, String name) {
        String full = module + "." + name;
        return Optional.<Object>ofNullable(CALLS.get(full))
                .or(() -> Optional.ofNullable(STORAGES.get(full)))
                .orElseThrow(() -> new Refusal("names " + shortened(full)
                        + ", which no file of weights needs; nothing of it was run or loaded: don't trust this file,"
                        + " or save the network's state_dict() alone, with torch.save"));
    }

    private static String shortened(String name) {
        String printable = name.replaceAll("[^\\p{Graph}]", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
    }

    /** The library allocates a text's claimed length before it reads. */
    private void checkLength() throws IOException {
        input.mark(Integer.BYTES);
        byte[] length = input.readNBytes(Integer.BYTES);
        int value = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (value < 0 || value > input.available()) {
            throw new Refusal(DAMAGED + ADVICE);
        }
        input.reset();
    }

    private void put(List<Object> keysAndValues) {
        @SuppressWarnings("unchecked")
        Map<String, Object> map = (Map<String, Object>) stack.peek();
        Iterator<Object> items = keysAndValues.iterator();
        while (items.hasNext()) {
            map.put((String) items.next(), items.next());
        }
    }

    @Override
    protected Object persistentLoad(Object id) {
        Object[] parts = (Object[]) id;
        if (!"storage".equals(parts[0])) {
            throw new Refusal(DAMAGED + ADVICE);
        }
        return new Storage((TensorType) parts[1], (String) parts[2], whole(parts[4]));
    }

    private static Object dictionary(Object[] arguments) {
        if (arguments.length != 0) {
            throw new Refusal(DAMAGED + ADVICE);
        }
        return new LinkedHashMap<String, Object>();
    }

    /** Storage, offset, shape and strides; the other arguments concern training. */
    private static Object tensor(Object[] arguments) {
        Object[] shape = (Object[]) arguments[2];
        Object[] strides = (Object[]) arguments[3];
        return new View(
                (Storage) arguments[0],
                whole(arguments[1]),
                List.of(shape).stream().map(n -> Math.toIntExact(whole(n))).toList(),
                List.of(strides).stream().map(StateDictUnpickler::whole).toList());
    }

    private static long whole(Object number) {
        long value = ((Number) number).longValue();
        if (value < 0) {
            throw new Refusal(DAMAGED + ADVICE);
        }
        return value;
    }
}
