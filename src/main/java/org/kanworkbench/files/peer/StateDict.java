package org.kanworkbench.files.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.ZipReader;
import org.kanworkbench.files.peer.StateDictUnpickler.Storage;
import org.kanworkbench.files.peer.StateDictUnpickler.View;
import org.kanworkbench.files.tensors.NamedTensors;
import org.kanworkbench.network.tensor.Tensor;

/**
 * A PyTorch state_dict as {@code torch.save} writes it since PyTorch 1.6: a zip whose only folder contains
 * {@code data.pkl}, which describes the tensors, {@code byteorder}, and {@code data/KEY}, the storages' numbers.
 */
public final class StateDict implements NamedTensors {

    private static final String PICKLE = "/data.pkl";
    /** What files before PyTorch 1.6 begin with: a pickle of one long number. */
    private static final byte[] OLD = {(byte) 0x80, 2, (byte) 0x8a, 10};

    private static final int MAX_PICKLE = 1 << 20;
    private static final int MAX_WORD = 64;

    private final String file;
    private final Map<String, View> views;
    private final Map<String, ByteBuffer> storages;

    private StateDict(String file, Map<String, View> views, Map<String, ByteBuffer> storages) {
        this.file = file;
        this.views = views;
        this.storages = storages;
    }

    public static StateDict read(Path file) throws ModelFileException {
        if (Files.isRegularFile(file) && isOld(file)) {
            throw new ModelFileException(
                    file + " is in the format of PyTorch before 1.6: load it and save it again with"
                            + " torch.save, without _use_new_zipfile_serialization=False");
        }
        try (ZipReader zip = ZipReader.open(file, PeerCheckpoint.EXTENSION)) {
            String folder = folder(file, zip);
            checkByteOrder(file, folder, zip);
            Map<String, View> views = views(file, zip.read(folder + PICKLE, Math.min(MAX_PICKLE, size(file))));
            Map<String, Storage> needed = storages(file, views);
            Map<String, ByteBuffer> storages = new HashMap<>();
            for (Storage storage : needed.values()) {
                byte[] content = zip.read(folder + "/data/" + storage.key(), storage.bytes());
                if (content.length != storage.bytes()) {
                    throw new ModelFileException(file + " is damaged (storage " + storage.key() + " has "
                            + content.length + " bytes, not " + storage.bytes() + "): save or download it again");
                }
                storages.put(storage.key(), ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
            }
            return new StateDict(file.toString(), views, storages);
        }
    }

    /** Whether it begins with PyTorch's own number of a pickle, not with a zip's. */
    private static boolean isOld(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(OLD.length), OLD);
        } catch (IOException _) {
            // Opening it tells.
            return false;
        }
    }

    private static String folder(Path file, ZipReader zip) throws ModelFileException {
        List<String> pickles =
                zip.names().stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw new ModelFileException(file + " has " + (pickles.isEmpty() ? "no" : "more than one")
                    + " data.pkl: it is no PyTorch file of weights, save the network's state_dict() with torch.save");
        }
        String pickle = pickles.getFirst();
        return pickle.substring(0, pickle.length() - PICKLE.length());
    }

    private static void checkByteOrder(Path file, String folder, ZipReader zip) throws ModelFileException {
        String entry = folder + "/byteorder";
        if (zip.names().contains(entry)
                && !new String(zip.read(entry, MAX_WORD), StandardCharsets.US_ASCII).equals("little")) {
            throw new ModelFileException(
                    file + " was saved by a big-endian machine: load and save it with PyTorch on this one");
        }
    }

    private static Map<String, View> views(Path file, byte[] pickle) throws ModelFileException {
        try {
            return StateDictUnpickler.read(pickle);
        } catch (ModelFileException e) {
            throw new ModelFileException(file + " cannot be used: it " + e.getMessage(), e);
        }
    }

    /** PyTorch does not compress, so all storages together are smaller than the file. */
    private static Map<String, Storage> storages(Path file, Map<String, View> views) throws ModelFileException {
        long available = size(file);
        checkSharing(file, views, available);
        Map<String, Storage> storages = new HashMap<>();
        for (View view : views.values()) {
            Storage storage = view.storage();
            Storage known = storages.putIfAbsent(storage.key(), storage);
            if (known == null) {
                available -= storage.bytes();
            }
            if (available < 0 || known != null && !known.equals(storage)) {
                throw new ModelFileException(file + " is damaged (storage " + storage.key() + " of " + storage.size()
                        + " values does not fit): save or download it again");
            }
        }
        return storages;
    }

    /** Tensors may share storages, but not so often that a small file becomes a large network. */
    private static void checkSharing(Path file, Map<String, View> views, long most) throws ModelFileException {
        long values = 0;
        for (View view : views.values()) {
            values += view.size();
            if (values > most) {
                throw new ModelFileException(file + " announces more than " + most
                        + " values, more than its bytes: don't trust this file, choose another");
            }
        }
    }

    private static long size(Path file) throws ModelFileException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new ModelFileException(FileErrors.unreadable(file, e), e);
        }
    }

    @Override
    public Set<String> names() {
        return views.keySet();
    }

    @Override
    public List<Integer> shape(String tensor) throws ModelFileException {
        return view(tensor).shape();
    }

    private View view(String tensor) throws ModelFileException {
        View view = views.get(tensor);
        if (view == null) {
            throw new ModelFileException(file + " has no tensor " + tensor + ": check what wrote the file");
        }
        return view;
    }

    @Override
    public Tensor tensor(String tensor) throws ModelFileException {
        double[] values = doubles(tensor);
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return new Tensor(shape(tensor).stream().mapToInt(Integer::intValue).toArray(), rounded);
    }

    @Override
    public double[] doubles(String tensor) throws ModelFileException {
        View view = view(tensor);
        Storage storage = view.storage();
        ByteBuffer data = storages.get(storage.key());
        int[] shape = view.shape().stream().mapToInt(Integer::intValue).toArray();
        double[] values = new double[Math.toIntExact(view.size())];
        for (int i = 0; i < values.length; i++) {
            long at = view.offset();
            int rest = i;
            for (int d = shape.length - 1; d >= 0; d--) {
                at += rest % shape[d] * view.strides().get(d);
                rest /= shape[d];
            }
            values[i] = storage.type().get(data, (int) at * storage.type().bytes());
        }
        return values;
    }
}
